"""How the report looks, on a screen and on paper, in light and dark."""

STYLE = """
:root{color-scheme:light dark;--ink:#1c2430;--paper:#fff;--quiet:#5b6675;--line:#d9dee5;--certain:#14507a;
--probable:#3c8dc5;--possible:#b9c9d6;--read:#2f7d5b;--partly:#d39b2a;--unreadable:#b5433a;--skipped:#9aa4b0}
@media (prefers-color-scheme:dark){:root{--ink:#e6eaf0;--paper:#12171e;--quiet:#9aa7b6;--line:#2c3643;
--certain:#7fbdea;--probable:#4586b5;--possible:#3b4a58;--read:#5bb58c;--partly:#d9ab4e;--unreadable:#d9716a}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
main{max-width:62rem;margin:0 auto;padding:2rem 1.25rem}
h1{font-size:2rem;line-height:1.2;margin:.2em 0}
h2{font-size:1.2rem;margin:2.2rem 0 .6rem}
.mark{color:var(--quiet);font-size:.85rem;letter-spacing:.02em}
.lead{font-size:1.1rem;max-width:46rem}
dl.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(9rem,1fr));gap:1rem;margin:1.5rem 0}
dl.figures div{border-top:3px solid var(--line);padding-top:.5rem}
dl.figures dt{color:var(--quiet);font-size:.85rem}
dl.figures dd{margin:0;font-size:1.6rem;font-variant-numeric:tabular-nums}
svg.bars text{fill:var(--ink);font-size:13px}
svg.bars text.label{text-anchor:end}
rect.certain,i.certain{fill:var(--certain);background:var(--certain)}
rect.probable,i.probable{fill:var(--probable);background:var(--probable)}
rect.possible,i.possible{fill:var(--possible);background:var(--possible)}
rect.read,i.read{fill:var(--read);background:var(--read)}
rect.partly,i.partly{fill:var(--partly);background:var(--partly)}
rect.unreadable,i.unreadable{fill:var(--unreadable);background:var(--unreadable)}
rect.skipped,i.skipped{fill:var(--skipped);background:var(--skipped)}
.key{margin-right:1.2rem;color:var(--quiet);font-size:.85rem}
.key i{display:inline-block;width:.8em;height:.8em;margin-right:.4em}
table{border-collapse:collapse;width:100%;font-size:.9rem}
th,td{text-align:left;padding:.35rem .5rem;border-bottom:1px solid var(--line);vertical-align:top}
td.number,th.number{text-align:right;font-variant-numeric:tabular-nums}
td.path{overflow-wrap:anywhere}
code{font-size:.85em}
details{margin:.2rem 0}
summary{cursor:pointer}
footer{margin-top:3rem;border-top:1px solid var(--line);padding-top:1rem;color:var(--quiet);font-size:.85rem}
@media print{.mark{position:running(mark)}body{font-size:11px}details{break-inside:avoid}}
"""
