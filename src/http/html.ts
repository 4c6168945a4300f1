/** Markup that is safe to send: text went in through `html`, which escapes it. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Value = string | number | Html | undefined | readonly Value[];

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function render(value: Value): string {
  if (value === undefined) return '';
  if (value instanceof Html) return value.text;
  if (typeof value === 'object') return value.map(render).join('');
  return String(value).replace(/[&<>"']/g, (sign) => entities[sign] ?? '');
}

/** A template whose values are escaped for text and quoted attributes, unless they are Html already. */
export function html(parts: TemplateStringsArray, ...values: Value[]): Html {
  return new Html(parts.reduce((text, part, i) => text + render(values[i - 1]) + part));
}

const style = new Html(`
:root { color-scheme: light dark; --text: #1b1b1f; --dim: #55585f; --back: #f5f6f8; --card: #fff; --line: #c9ccd3;
  --main: #1f4e79; --on-main: #fff; --warn: #fff4d6; }
@media (prefers-color-scheme: dark) { :root { --text: #ececf0; --dim: #a9adb6; --back: #16171a; --card: #222428;
  --line: #474b53; --main: #8fc1f0; --on-main: #10202f; --warn: #4a3c10; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--back); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; }
main { max-width: 40rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.35rem; line-height: 1.25; margin: .5rem 0; }
p { margin: .5rem 0; }
.dim { color: var(--dim); }
.warn { background: var(--warn); padding: .5rem .75rem; border-radius: .4rem; }
h2 { font-size: 1.05rem; line-height: 1.3; margin: 0 0 .25rem; overflow-wrap: anywhere; }
.words { white-space: pre-line; overflow-wrap: anywhere; }
a { color: var(--main); }
.row { background: var(--card); border: 1px solid var(--line); border-radius: .4rem; padding: .6rem .75rem; margin: .5rem 0; }
.counts { display: flex; gap: 1.5rem; } .counts b { font-size: 1.6rem; display: block; }
label { display: block; font-weight: 600; overflow-wrap: anywhere; }
select, input, button, .button { font: inherit; width: 100%; min-height: 2.75rem; margin: .25rem 0; border-radius: .4rem; }
select, input { color: inherit; background: var(--card); border: 1px solid var(--line); padding: 0 .5rem; }
button, .button { display: block; border: 1px solid var(--main); background: var(--main); color: var(--on-main);
  text-align: center; padding: .6rem; font-weight: 600; text-decoration: none; }
button.second, .button.second { background: transparent; color: inherit; }
`);

/** A whole page: no scripts, one column, readable on a phone, light and dark. */
export function pageOf(title: string, body: Html): string {
  return html`<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><title>${title}</title><style>${style}</style></head>
<body><main>${body}</main></body></html>
`.text;
}

/** A page that says one thing. */
export function notePage(title: string, words: string): string {
  return pageOf(title, html`<h1>${title}</h1><p>${words}</p>`);
}
