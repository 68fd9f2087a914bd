/// The look of a report.
enum HTMLStyle {
  static let text = """
    :root {
      --paper: #ffffff; --ink: #1c2024; --soft: #5b6570; --line: #dfe3e8; --tint: #f6f7f9;
      --good: #0b6b3a; --good-tint: #e9f6ee; --bad: #a63400; --bad-tint: #fdf0e8; --accent: #0072b2;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --paper: #15181c; --ink: #e4e7eb; --soft: #9aa4af; --line: #30363d; --tint: #1d2126;
        --good: #6fd39b; --good-tint: #14291e; --bad: #ff9d66; --bad-tint: #33200f; --accent: #6db9e8;
      }
    }
    * { box-sizing: border-box; }
    body {
      margin: 0; background: var(--paper); color: var(--ink);
      font: 16px/1.55 "Liberation Sans", "Helvetica Neue", Arial, sans-serif;
    }
    main { max-width: 62rem; margin: 0 auto; padding: 2.5rem 1.5rem 4rem; }
    h1 { font-size: 1.9rem; line-height: 1.25; margin: 0 0 .5rem; }
    h2 { font-size: 1.25rem; margin: 2.75rem 0 .9rem; padding-bottom: .35rem; border-bottom: 1px solid var(--line); }
    .question { font-size: 1.1rem; color: var(--soft); margin: 0 0 1.4rem; max-width: 46rem; }
    .verdict { margin: .6rem 0; padding: .7rem 1rem; border-left: 4px solid; border-radius: 0 6px 6px 0; }
    .verdict p, .verdict ul { margin: 0; }
    .verdict ul { padding-left: 1.2rem; color: var(--ink); }
    .good { color: var(--good); background: var(--good-tint); font-weight: 600; }
    .bad { color: var(--bad); background: var(--bad-tint); }
    .bad p { font-weight: 600; }
    figure { margin: 0 0 2.2rem; }
    figure svg {
      display: block; width: 100%; max-width: 46rem; height: auto; margin: 0 auto; background: #ffffff;
      border: 1px solid var(--line); border-radius: 6px; padding: .6rem;
    }
    figcaption { max-width: 46rem; margin: .6rem auto 0; font-size: .92rem; color: var(--soft); }
    figcaption b { color: var(--ink); }
    .file { font: .82rem "Liberation Mono", Menlo, monospace; opacity: .8; white-space: nowrap; }
    .problem { max-width: 46rem; margin: 0 auto; padding: 1rem; color: var(--bad); background: var(--bad-tint); }
    .wide { overflow-x: auto; }
    table { border-collapse: collapse; min-width: 50%; font-size: .9rem; font-variant-numeric: tabular-nums; }
    th, td { text-align: left; vertical-align: top; padding: .45rem .7rem; border-bottom: 1px solid var(--line); }
    th { font-weight: 600; color: var(--soft); white-space: nowrap; }
    th.number, td.number { text-align: right; white-space: nowrap; }
    tr.failed td { background: var(--bad-tint); }
    .yes { color: var(--good); font-weight: 600; }
    .no { color: var(--bad); font-weight: 700; }
    .remark { margin: .2rem 0 0; max-width: 30rem; font-size: .85rem; color: var(--soft); }
    .note { font-size: .85rem; color: var(--soft); max-width: 46rem; }
    details summary { cursor: pointer; color: var(--accent); margin-bottom: .6rem; }
    code, pre { font: .85rem/1.5 "Liberation Mono", Menlo, monospace; }
    pre { margin: 0; padding: .8rem 1rem; background: var(--tint); border-radius: 6px; overflow-x: auto; }
    dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .45rem 1.4rem; margin: 0; }
    dt { color: var(--soft); }
    dd { margin: 0; overflow-wrap: anywhere; }
    @media (max-width: 40rem) { dl { grid-template-columns: 1fr; } dt { margin-top: .5rem; } }
    @media print { main { max-width: none; padding: 0; } figure, tr { break-inside: avoid; } }

    """
}
