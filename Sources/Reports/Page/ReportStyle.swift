/// How the page looks, light or dark as the reader's system is.
enum ReportStyle {
  private static func colors(_ color: (PlotColor) -> String) -> String {
    PlotColor.all.map { "\($0.property):\(color($0))" }.joined(separator: ";")
  }

  static let sheet = """
    :root{color-scheme:light dark;\(colors(\.light))}
    @media (prefers-color-scheme:dark){:root{\(colors(\.dark))}}
    *{box-sizing:border-box}
    html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
    body{margin:0 auto;max-width:82rem;padding:1.5rem clamp(1rem,2.5vw,2rem) 3rem;
    color:var(--ink);background:var(--surface);
    font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,Helvetica,Arial,sans-serif}
    h1{font-size:1.7rem;line-height:1.2;margin:0 0 .3rem;overflow-wrap:anywhere}
    h2{font-size:1.2rem;margin:2.6rem 0 1rem;padding-top:.8rem;border-top:1px solid var(--grid)}
    h3{font-size:1rem;margin:1.4rem 0 .5rem}
    p{margin:.3rem 0}
    .note,.facts,figcaption{color:var(--muted)}
    .note{max-width:60rem;font-size:.9rem}
    .state{display:inline-block;padding:.05rem .5rem;border:1px solid var(--muted);
    border-radius:1rem;font-size:.85rem;color:var(--ink)}
    .tiles{display:grid;grid-template-columns:repeat(auto-fill,minmax(9rem,1fr));gap:.7rem;
    margin:1.3rem 0 0;padding:0;list-style:none}
    .tiles li{border:1px solid var(--grid);border-radius:.5rem;padding:.5rem .75rem}
    .tiles b{display:block;font-size:1.35rem;line-height:1.3;font-weight:600;
    font-variant-numeric:tabular-nums;white-space:nowrap}
    .tiles span{color:var(--muted);font-size:.8rem;line-height:1.3;display:block}
    .plots{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,21rem),1fr));
    gap:1.8rem 2.2rem;align-items:start}
    .plots>*{min-width:0}
    figure{margin:0}
    .plots figure{position:relative}
    .plots h3{margin:0 0 .5rem}
    .plots figcaption{font-size:.82rem;line-height:1.4;margin-top:.3rem}
    svg{display:block;width:100%;height:auto;overflow:visible;
    font-family:system-ui,-apple-system,"Segoe UI",Roboto,Helvetica,Arial,sans-serif}
    .swatch{display:inline-block;width:28px;height:12px;vertical-align:middle;margin-right:.4rem}
    .scroll{overflow-x:auto;max-width:100%}
    table{border-collapse:collapse;font-size:.88rem;font-variant-numeric:tabular-nums}
    th,td{padding:.3rem .8rem .3rem 0;border-bottom:1px solid var(--grid);text-align:left;
    white-space:nowrap;vertical-align:top;font-weight:400}
    th[scope=row]{position:sticky;left:0;background:var(--surface)}
    thead th{color:var(--muted);font-size:.82rem;vertical-align:bottom}
    .number{text-align:right;padding-left:.4rem}
    .settings td{white-space:normal;overflow-wrap:anywhere;min-width:8rem}
    pre,code{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace}
    pre{margin:.5rem 0;padding:.7rem .9rem;border:1px solid var(--grid);border-radius:.5rem;
    font-size:.85rem;white-space:pre-wrap;overflow-wrap:anywhere}
    code{font-size:.85rem;overflow-wrap:anywhere}
    button{font:inherit;font-size:.8rem;color:var(--ink);background:none;cursor:pointer;
    border:1px solid var(--muted);border-radius:.4rem;padding:.1rem .6rem}
    .images{display:grid;grid-template-columns:repeat(auto-fill,minmax(5rem,1fr));gap:.9rem .7rem}
    .images img{width:100%;max-width:6.5rem;aspect-ratio:1;object-fit:contain;display:block;
    image-rendering:pixelated;border-radius:.25rem;border:2px solid var(--grid)}
    .images figcaption{font-size:.78rem;line-height:1.35;margin-top:.25rem;overflow-wrap:anywhere}
    .images b{color:var(--ink);font-weight:600}
    .accepted img{border-color:var(--s2)}
    .wrong img{border-color:var(--s1);border-style:dashed}
    details.run{border-top:1px solid var(--grid)}
    details.run>summary{padding:.7rem 0;cursor:pointer;font-weight:600;overflow-wrap:anywhere}
    details.run h2{border:0;padding:0;margin-top:1.6rem;font-size:1.1rem}
    .tip{position:absolute;pointer-events:none;z-index:1;background:var(--surface);
    border:1px solid var(--muted);border-radius:.35rem;padding:.3rem .5rem;font-size:.76rem;
    line-height:1.4;white-space:nowrap;font-variant-numeric:tabular-nums}
    .tip i{display:inline-block;width:.7em;height:.7em;border-radius:50%;margin-right:.4em}
    footer{margin-top:3rem;padding-top:.8rem;border-top:1px solid var(--grid);font-size:.82rem;
    color:var(--muted)}

    """
}
