"""The look of the report: ink on paper, one colour for damage, one for what is well."""

STYLE = """
:root { --ink: #1d2429; --quiet: #5a656d; --line: #d5dbd8; --good: #1f6f54; --bad: #a3341b; --paper: #fcfcfa }
* { box-sizing: border-box }
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 16px/1.5 "Source Sans 3", "Segoe UI", "Helvetica Neue", Arial, "Liberation Sans", sans-serif }
main { max-width: 62rem; margin: 0 auto; padding: 2.5rem 1.5rem 4rem }
header { border-left: 6px solid var(--good); padding-left: 1.2rem }
header.bad { border-color: var(--bad) }
.kicker { margin: 0; color: var(--quiet); font-size: .95rem }
h1, h2 { font-family: Charter, "Iowan Old Style", Georgia, "Liberation Serif", serif; line-height: 1.2 }
h1 { margin: .2rem 0 .6rem; font-size: 2.2rem; font-weight: 600 }
.good h1 { color: var(--good) } .bad h1 { color: var(--bad) }
.lead { margin: 0; font-size: 1.1rem; max-width: 46rem }
h2 { margin: 2.6rem 0 .4rem; font-size: 1.35rem; font-weight: 600 }
h3 { margin: 1rem 0 .2rem; font-size: 1rem }
p { margin: .2rem 0 .8rem; max-width: 46rem }
.figures { display: flex; flex-wrap: wrap; margin: 2rem 0 0; border: solid var(--line); border-width: 1px 0 }
.figures div { display: flex; flex-direction: column-reverse; flex: 1 1 8rem; padding: .7rem 1rem .6rem 0 }
.figures dd { margin: 0; font-size: 1.7rem; font-weight: 600; font-variant-numeric: tabular-nums }
.figures dt { color: var(--quiet); font-size: .9rem }
svg { display: block; width: 100%; height: auto }
svg text { font-family: inherit; font-size: 12px; fill: var(--ink) }
.treemap .frame { fill: #fff; stroke: #9aa6a0 }
.treemap .head { font-size: 13px; font-weight: 600 }
.treemap .share { font-size: 11px; fill: #3a4147 }
.timeline text { text-anchor: middle }
.timeline .axis { stroke: #9aa6a0; stroke-width: 2 }
.timeline .day { font-size: 16px; font-weight: 600 }
.timeline .stamp, .timeline .did { font-size: 13px; fill: var(--quiet) }
.timeline .verdict { font-size: 14px; font-weight: 600 }
.timeline text.clean { fill: var(--good) } .timeline text.struck { fill: var(--bad) }
.timeline circle.clean { fill: var(--good) } .timeline circle.struck { fill: var(--bad) }
.timeline circle { stroke: var(--paper); stroke-width: 3 }
.bars text { font-size: 14px } .bars .stage { text-anchor: end }
.bars .taken { font-variant-numeric: tabular-nums } .bars rect { fill: #6f93a6 }
.key { padding: 0 .5rem; border: 1px solid var(--line) }
.key.none { background: #e8eeea } .key.half { background: #e5b3a1 } .key.all { background: #e27858 }
.columns { display: flex; flex-wrap: wrap; gap: 0 3rem } .columns > div { flex: 1 1 20rem }
table { border-collapse: collapse; width: 100% }
td, th { padding: .25rem .2rem; border-bottom: 1px solid var(--line); text-align: left; font-weight: 400 }
th { color: var(--quiet) } .number { text-align: right; font-variant-numeric: tabular-nums }
ul { margin: .2rem 0; padding-left: 1.2rem } code { overflow-wrap: anywhere }
footer { margin-top: 3rem; padding-top: .8rem; border-top: 1px solid var(--line); color: var(--quiet);
  font-size: .92rem }
@media print {
  body { background: #fff; font-size: 11pt } main { max-width: none; padding: 0 }
  .columns { flex-wrap: nowrap }
  section, .figures { break-inside: avoid } * { print-color-adjust: exact; -webkit-print-color-adjust: exact }
}
"""
