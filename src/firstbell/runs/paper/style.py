"""The look of the pages: ink on paper, one colour for what needs attention, one for what is well."""

STYLE = """
:root { --ink: #1d2429; --quiet: #5a656d; --line: #d5dbd8; --good: #1f6f54; --bad: #a3341b; --paper: #fcfcfa }
* { box-sizing: border-box }
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 15px/1.45 "Source Sans 3", "Segoe UI", "Helvetica Neue", Arial, "Liberation Sans", sans-serif }
main { max-width: 66rem; margin: 0 auto; padding: 2rem 1.5rem 3rem }
header { border-left: 6px solid var(--ink); padding-left: 1.1rem }
header.good { border-color: var(--good) } header.bad { border-color: var(--bad) }
.kicker { margin: 0; color: var(--quiet) }
h1, h2, h3 { font-family: Charter, "Iowan Old Style", Georgia, "Liberation Serif", serif; line-height: 1.2 }
h1 { margin: .2rem 0 .5rem; font-size: 2rem; font-weight: 600 }
h2 { margin: 2rem 0 .4rem; font-size: 1.3rem; font-weight: 600 }
h3 { margin: 1.3rem 0 .2rem; font-size: 1.05rem }
p { margin: .2rem 0 .7rem; max-width: 48rem }
.lead { font-size: 1.08rem; margin: 0 }
.figures { display: flex; flex-wrap: wrap; margin: 1.4rem 0 0;
  border: solid var(--line); border-width: 1px 0 }
.figures div { display: flex; flex-direction: column-reverse; justify-content: flex-end;
  flex: 1 1 8rem; padding: .6rem 1rem .5rem 0 }
.figures dd { margin: 0; font-size: 1.5rem; font-weight: 600; font-variant-numeric: tabular-nums }
.figures dt { color: var(--quiet); font-size: .9em }
table { border-collapse: collapse; width: 100%; margin: .3rem 0 .6rem }
td, th { padding: .3rem .5rem .3rem 0; border-bottom: 1px solid var(--line); text-align: left;
  vertical-align: top; font-weight: 400 }
th { color: var(--quiet); font-size: .92em; vertical-align: bottom } td strong { font-weight: 600 }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap }
.box { display: inline-block; width: 1rem; height: 1rem; border: 1.5px solid var(--ink);
  vertical-align: -2px }
.quiet { color: var(--quiet); font-size: .95em } .bad { color: var(--bad) } .good { color: var(--good) }
header.bad, header.good { color: inherit }
.number + td:not(.number), .number + th:not(.number) { padding-left: 1.1rem }
p.quiet { margin: .15rem 0 }
ul { margin: .2rem 0; padding-left: 1.2rem } code { overflow-wrap: anywhere; font-size: .9em }
svg { display: block; width: 100%; height: auto }
svg text { font-family: inherit; font-size: 12px; fill: var(--quiet) }
footer { margin-top: 2rem; padding-top: .7rem; border-top: 1px solid var(--line); color: var(--quiet);
  font-size: .9rem }
@page { margin: 1.3cm 1.5cm }
@media print {
  body { background: #fff; font-size: 8.6pt; line-height: 1.3 } main { max-width: none; padding: 0 }
  h1 { font-size: 16pt } h2 { margin-top: .6rem; font-size: 11.5pt } .figures { margin-top: .5rem }
  svg { height: 3.4cm }
  td, th { padding-top: .16rem; padding-bottom: .16rem } .number + td:not(.number) { padding-left: .8rem }
  .figures div { padding: .3rem .6rem .2rem 0; flex-basis: 4.5rem } .figures dd { font-size: 12pt }
  tr, .figures { break-inside: avoid } h2, h3 { break-after: avoid }
  p { margin-bottom: .3rem; max-width: none }
  footer { margin-top: .6rem; padding-top: .3rem; font-size: 7.6pt } .lead { font-size: 1em }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact }
}
"""
