import { createHash } from 'node:crypto';
import type { College } from '../domain/sms-text.ts';

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

const styleHashes = new Set<string>();

/** A sheet of style as its element. Pages allow the sheets made here, by their hash, and no other style. */
export function styleSheet(css: string): Html {
  styleHashes.add(`'sha256-${createHash('sha256').update(css).digest('base64')}'`);
  return new Html(`<style>${css}</style>`);
}

/** What a page may load, for `Content-Security-Policy`: our own sheets of style, and nothing else. */
export function allowedStyles(): string {
  return [...styleHashes].join(' ');
}

const style = styleSheet(`
:root { color-scheme: light dark; --text: #242424; --dim: #55585f; --back: #f5f5f5; --card: #fff; --line: #8a8d94;
  --main: #5b5fc7; --on-main: #fff; --link: #4f52b2; --warn: #fff4ce; --on-warn: #7a4a00; --bad: #b10e1c;
  --on-bad: #fdf3f4; --good: #0e700e; }
@media (prefers-color-scheme: dark) { :root { --text: #fff; --dim: #d6d6d6; --back: #1f1f1f; --card: #292929;
  --line: #7d7d7d; --main: #aab1fa; --on-main: #1f1f1f; --link: #aab1fa; --warn: #4a3c10; --on-warn: #fff4ce;
  --bad: #f4b9be; --on-bad: #3f1011; --good: #7fd67f; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--back); color: var(--text); font: 1rem/1.4 "Segoe UI", system-ui, sans-serif; }
main, header, footer { max-width: 40rem; margin: 0 auto; padding: 1rem; overflow-wrap: anywhere; }
header { padding-bottom: 0; } main { padding-top: .25rem; } footer { padding-top: 0; } header, footer { color: var(--dim); }
h1 { font-size: 1.5rem; line-height: 2rem; font-weight: 600; margin: .5rem 0; }
h2 { font-size: 1.125rem; line-height: 1.5rem; font-weight: 600; margin: 1rem 0 .5rem; }
p { margin: .5rem 0; }
a { color: var(--link); }
.dim { color: var(--dim); }
.warn, .bad { padding: .5rem .75rem; border-radius: .25rem; border-left: .25rem solid; }
.warn { background: var(--warn); color: var(--on-warn); }
.bad { background: var(--on-bad); color: var(--bad); } .bad a { color: inherit; }
.good { color: var(--good); font-weight: 600; }
.row { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; padding: .75rem; margin: .75rem 0; }
.row > :first-child { margin-top: 0; } .row > :last-child { margin-bottom: 0; }
.counts { display: flex; flex-wrap: wrap; gap: 1.5rem; } .counts b { font-size: 1.6rem; display: block; }
dl { margin: .5rem 0; } dt { font-weight: 600; } dd { margin: 0 0 .5rem; }
label, legend { display: block; font-weight: 600; }
fieldset { border: 0; padding: 0; margin: .75rem 0; }
.pick { display: flex; align-items: center; gap: .75rem; min-height: 2.75rem; font-weight: 400; }
.pick input { width: 1.5rem; min-height: 1.5rem; flex: none; }
.field { margin: .75rem 0; }
select, input, textarea, button, .button { font: inherit; width: 100%; min-height: 2.75rem; margin: .25rem 0; border-radius: .25rem; }
select, input, textarea { color: inherit; background: var(--card); border: 1px solid var(--line); padding: .5rem; }
button, .button { display: block; border: 1px solid var(--main); background: var(--main); color: var(--on-main);
  text-align: center; padding: .6rem; font-weight: 600; text-decoration: none; cursor: pointer; }
button.second, .button.second { background: transparent; border-color: var(--line); color: inherit; }
:focus-visible { outline: 3px solid var(--text); outline-offset: 2px; }
.sr { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.words { white-space: pre-line; }
.long { display: inline-block; max-width: 100%; vertical-align: bottom; overflow: hidden; white-space: nowrap; text-overflow: ellipsis; }
`);

/** A phone number that can be pressed. */
export function phoneOf(number: string): Html {
  return html`<a href="tel:${number.replace(/[^+\d]/g, '')}">${number}</a>`;
}

/** An email address that can be pressed. */
export function mailOf(address: string): Html {
  return html`<a href="mailto:${address}">${address}</a>`;
}

/** What a page says: its name in the browser's tab, and what stands on it. */
export type PageView = { title: string; body: Html };

/** Who is to be called with a question. */
function callLine({ name, phone }: College): Html {
  if (!phone) return html`Questions? Please call ${name}.`;
  return html`Questions? Please call ${name}: ${phoneOf(phone)}`;
}

/** A whole page: no scripts, one column, readable on a phone, light and dark. `college`: whose it is, and whom to call. */
export function pageOf({ title, body }: PageView, college?: College): string {
  return html`<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><title>${title}</title>${style}</head>
<body>${college ? html`<header>${college.name}</header>` : undefined}<main>${body}</main>${college ? html`<footer>${callLine(college)}</footer>` : undefined}</body></html>
`.text;
}

/** A page that says one thing. */
export function notePage(title: string, words: string): PageView {
  return { title, body: html`<h1>${title}</h1><p>${words}</p>` };
}

/** What was wrong with a press, first on the page it came from and read first; nothing when nothing was. */
export function problemsBox(problems: readonly string[]): Html | undefined {
  if (problems.length === 0) return undefined;
  return html`<div class="bad" role="alert" tabindex="-1" autofocus><p><b>Not done yet</b></p>${problems.map((one) => html`<p>${one}</p>`)}</div>`;
}
