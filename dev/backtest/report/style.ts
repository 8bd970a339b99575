import { html } from './html.ts';

/** The page's looks: the control room's colours, and what they become on paper-white. */
export const STYLE = html`
:root {
  color-scheme: light dark;
  --ground: #f4f6fa; --panel: #ffffff; --raised: #eef1f6; --line: #dbe1ea; --text: #17202c; --muted: #5b6779;
  --accent: #2563c9; --good: #0c7f54; --bad: #c4362f; --own: #c2700a;
  --high: #1d4f9e; --medium: #5b93dd; --low: #b4cbea; --on-high: #ffffff; --on-low: #17202c;
  --tint: 7%;
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
  font-variant-numeric: tabular-nums; background: var(--ground); color: var(--text);
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0d1117; --panel: #141a22; --raised: #1b222d; --line: #262f3b; --text: #e4e9f0; --muted: #9aa6b6;
    --accent: #6ea8fe; --good: #4ecb8f; --bad: #ff7b7b; --own: #e9b44c;
    --high: #8fbcff; --medium: #4a7fcb; --low: #2c4a75; --on-high: #0d1117; --on-low: #e4e9f0;
    --tint: 9%;
  }
}
* { box-sizing: border-box; }
body { margin: 0; }
h1, h2, h3, p, ul, dl, dd, figure { margin: 0; padding: 0; }
.top, main { max-width: 1200px; margin: 0 auto; padding: 0 20px; }
.top { padding-top: 28px; }
main { display: grid; grid-template-columns: minmax(0, 1fr); gap: 20px; padding-top: 24px; padding-bottom: 48px; }
.brand { font-weight: 650; }
.brand span { color: var(--muted); font-weight: 400; }
h1 { margin-top: 4px; font-size: clamp(22px, 3.4vw, 34px); font-weight: 680; line-height: 1.2; letter-spacing: -0.02em; text-wrap: balance; }
h2 { font-size: 17px; font-weight: 650; letter-spacing: -0.01em; }
h3 { font-size: 15px; font-weight: 650; overflow-wrap: anywhere; }
.facts { margin-top: 8px; color: var(--muted); }
summary { cursor: pointer; color: var(--muted); }
.top details { margin-top: 2px; font-size: 13px; color: var(--muted); overflow-wrap: anywhere; }
.note { color: var(--muted); font-size: 13px; }
.panel { padding: 18px 20px; border: 1px solid var(--line); border-radius: 12px; background: var(--panel); }
.empty { color: var(--muted); text-align: center; padding: 40px 16px; }
.good { color: var(--good); } .bad { color: var(--bad); }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }

.levels { display: grid; grid-template-columns: repeat(4, minmax(0, 1fr)); gap: 14px; }
.level-card { border-top: 4px solid var(--muted); }
.level-card.high { border-top-color: var(--high); } .level-card.medium { border-top-color: var(--medium); } .level-card.low { border-top-color: var(--low); }
.level-card h2 { font-size: 15px; }
.headline { margin-top: 2px; color: var(--muted); }
.headline strong { display: block; color: var(--text); font-size: 38px; font-weight: 660; line-height: 1.1; letter-spacing: -0.03em; }
.interval-bar { display: block; width: 100%; margin: 10px 0 4px; overflow: visible; }
.interval-bar .track { fill: var(--raised); } .interval-bar .range { fill: var(--accent); opacity: 0.35; }
.interval-bar .rate { fill: var(--accent); } .interval-bar .claimed { stroke: var(--text); stroke-width: 2; }
.level-card dl { display: grid; grid-template-columns: repeat(3, auto); justify-content: space-between; gap: 10px 12px; margin-top: 14px; }
dt { color: var(--muted); font-size: 12px; } dd { font-weight: 600; }
dt, .nowrap { white-space: nowrap; }
abbr { text-decoration: none; }
.mark { display: inline-block; width: 2px; height: 11px; margin: 0 2px; background: var(--text); vertical-align: -1px; }

.pair { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 20px; }
.pair .panel { display: flex; flex-direction: column; gap: 6px; }
.pair .chart { margin-top: auto; padding-top: 8px; }
.chart { display: block; width: 100%; height: auto; overflow: visible; }
.chart text { fill: var(--muted); font-size: 10px; }
.grid { stroke: var(--line); fill: none; } .axis { stroke: var(--muted); stroke-opacity: 0.6; fill: none; }
.chart .row-name { fill: var(--text); font-size: 11.5px; font-weight: 650; }
rect.high { fill: var(--high); } rect.medium { fill: var(--medium); } rect.low { fill: var(--low); }
.ideal { stroke: var(--muted); stroke-dasharray: 4 4; fill: none; }
.bin circle { fill: var(--accent); stroke: var(--panel); stroke-width: 1.5; } .interval { stroke: var(--accent); stroke-width: 1.5; fill: none; }
.chart .count { fill: var(--text); }
rect.good { fill: var(--good); } rect.bad { fill: var(--bad); } .zero { stroke: var(--text); stroke-width: 1.5; fill: none; }

.legend { display: flex; flex-wrap: wrap; gap: 4px 18px; margin-top: 8px; font-size: 13px; color: var(--muted); }
.legend span { display: flex; align-items: center; gap: 6px; }
.legend i { width: 12px; height: 12px; border-radius: 3px; }
.legend i.high { background: var(--high); } .legend i.medium { background: var(--medium); } .legend i.low { background: var(--low); }
.legend i.line { width: 20px; height: 0; border-radius: 0; border-top: 2.5px solid var(--muted); }
.legend i.own { border-color: var(--own); } .legend i.consensus { border-color: var(--accent); }
.legend i.book { border-top-width: 1px; } .legend i.needed { border-top: 1.5px dashed var(--text); }

.volumes { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 440px), 1fr)); gap: 22px 32px; margin-top: 14px; }
.volume svg { display: block; width: 100%; height: 72px; margin-top: 6px; }
.volume .axis { vector-effect: non-scaling-stroke; }
.volume figcaption { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 12px; }
.volume figcaption span { color: var(--muted); font-size: 13px; }
.volume .gap { fill: var(--line); } .volume .hit { fill: transparent; }
.ends { display: flex; justify-content: space-between; gap: 10px; margin-top: 4px; color: var(--muted); font-size: 12px; }
.ends span:nth-child(2) { text-align: center; }

.scroll { overflow-x: auto; margin-top: 10px; }
table { width: 100%; border-collapse: collapse; font-size: 13.5px; white-space: nowrap; }
caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
th, td { padding: 5px 10px; text-align: right; font-weight: 400; }
th { text-align: left; } thead th { color: var(--muted); font-size: 12px; text-align: right; vertical-align: bottom; }
thead th:nth-child(-n + 2) { text-align: left; } thead th:first-child { padding-left: 0; }
tbody { border-top: 1px solid var(--line); }
tbody th[scope="rowgroup"] { font-weight: 650; vertical-align: top; padding-left: 0; white-space: normal; }
tr.all td { font-weight: 600; }
.level { display: inline-block; padding: 0 8px; border-radius: 999px; font-size: 12px; line-height: 18px; }
.level.high { background: var(--high); color: var(--on-high); } .level.medium { background: var(--medium); color: #fff; } .level.low { background: var(--low); color: var(--on-low); }
.level.all { padding-left: 0; color: var(--muted); }

.cards-section { display: grid; grid-template-columns: minmax(0, 1fr); gap: 6px; margin-top: 12px; }
.cards { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 16px; margin-top: 8px; }
.card { padding: 16px 18px 14px; border: 1px solid var(--line); border-radius: 12px; background: var(--panel); break-inside: avoid; }
.card header { display: flex; justify-content: space-between; align-items: baseline; gap: 12px; }
.card .price { font-weight: 400; white-space: nowrap; }
.card .clv { font-size: 20px; font-weight: 680; letter-spacing: -0.02em; white-space: nowrap; }
.where, .when { font-size: 13px; overflow-wrap: anywhere; } .when { color: var(--muted); } .where { margin-top: 2px; }
.card .chart { margin: 8px 0 4px; }
.card dl { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 6px 16px; margin-top: 8px; font-size: 13px; }
.above { fill: var(--good); fill-opacity: var(--tint); } .below { fill: var(--bad); fill-opacity: var(--tint); }
path.book { stroke: var(--muted); stroke-opacity: 0.55; stroke-width: 0.9; fill: none; }
path.consensus { stroke: var(--accent); stroke-width: 2; stroke-linejoin: round; fill: none; }
path.own { stroke: var(--own); stroke-width: 2; stroke-linejoin: round; fill: none; }
path.needed { stroke: var(--text); stroke-dasharray: 5 4; stroke-width: 1.2; fill: none; }
.moment { stroke: var(--text); stroke-width: 1; stroke-opacity: 0.7; fill: none; } .own-dot { fill: var(--own); stroke: var(--panel); stroke-width: 1.5; }
.difference { stroke-width: 3; fill: none; } .difference.good { stroke: var(--good); } .difference.bad { stroke: var(--bad); }
circle.close { stroke: var(--panel); stroke-width: 1.5; } circle.close.good { fill: var(--good); } circle.close.bad { fill: var(--bad); }
.chart text.good { fill: var(--good); font-weight: 650; } .chart text.bad { fill: var(--bad); font-weight: 650; }

ul { padding-left: 18px; margin-top: 6px; }
.terms { margin-top: 10px; } .terms dt { margin-top: 8px; font-size: 13px; font-weight: 650; color: var(--text); } .terms dd { font-weight: 400; font-size: 13.5px; color: var(--muted); max-width: 80ch; }

@media (max-width: 900px) {
  .levels { grid-template-columns: repeat(2, minmax(0, 1fr)); }
  .pair, .cards { grid-template-columns: minmax(0, 1fr); }
}
@media (max-width: 560px) {
  .top, main { padding-left: 12px; padding-right: 12px; }
  main { gap: 12px; }
  .panel, .card { padding: 14px; }
  .levels { gap: 10px; }
  .headline strong { font-size: 30px; }
  .level-card dl { grid-template-columns: repeat(2, auto); gap: 10px 8px; }
  th, td { padding: 5px 7px; }
  .card dl { display: grid; grid-template-columns: 1fr 1fr; }
  .ends { flex-wrap: wrap; gap: 0 10px; } .ends span:nth-child(2) { order: 1; flex-basis: 100%; text-align: left; }
  .chart text { font-size: 12px; }
  .chart .row-name { font-size: 13px; }
}
@media (max-width: 340px) { .levels { grid-template-columns: minmax(0, 1fr); } }
@media print { .panel, .card { break-inside: avoid; } }
`;
