import type { Flag } from '../../domain/standing.ts';
import { Html, html } from '../html.ts';

type NavLink = { title: string; href: string; isCurrent: boolean };
/** A page inside the shell: what stands in it, and the sheet it exports. */
export type View = {
  title: string;
  /** Of whom it is about. */
  initials?: string;
  /** The answer in one line, below the title. */
  lead?: Html | string;
  /** What it is about and how fresh. */
  note?: string;
  body: Html;
  tools?: Html;
  /** `aboutIds`: whom the audit trail names when it is taken. */
  sheet?: { name: string; rows: (string | number)[][]; aboutIds?: readonly string[] };
  foot?: string;
  /** More of it comes on asking: it has no button to print what is there. */
  isPart?: true;
};

export type Assets = { style: string; script: string; teams: string };

/** The lines that fill a shape which is not finished, once for all charts of a page. */
export const hatchId = 'hatch';
const hatch = html`<svg class="sr" aria-hidden="true"><defs><pattern id="${hatchId}" patternUnits="userSpaceOnUse" width="5" height="5" patternTransform="rotate(45)"><path d="M1 0V5"/></pattern></defs></svg>`;

const head = (title: string, assets: Assets) => html`<head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">
<title>${title} · Attendance</title><link rel="stylesheet" href="${assets.style}">
<script src="${assets.teams}" defer></script><script src="${assets.script}" defer></script></head>`;

/** A whole page of the tab. `exports` are the addresses of its sheet; none where it has no sheet. */
export function shellPage(
  view: View,
  {
    nav,
    me,
    assets,
    exports,
  }: { nav: readonly NavLink[]; me: string; assets: Assets; exports?: { csv: string; xlsx: string } },
): string {
  const links = nav.map(({ title, href, isCurrent }) =>
    isCurrent
      ? html`<li><a href="${href}" aria-current="page">${title}</a></li>`
      : html`<li><a href="${href}">${title}</a></li>`,
  );
  const sheets = exports
    ? html`<a class="button" href="${exports.xlsx}">Export XLSX</a><a class="button" href="${exports.csv}">Export CSV</a>`
    : undefined;
  return html`<!doctype html>
<html lang="en-GB">${head(view.title, assets)}
<body><a class="skip" href="#main">Skip to the page</a>
<header class="top"><div class="bar"><span class="brand">Attendance</span>
<nav aria-label="Pages"><ul>${links}</ul></nav><span class="me">${me}</span></div></header>
<main id="main" tabindex="-1"><div class="head">${view.initials ? html`<span class="initials" aria-hidden="true">${view.initials}</span>` : undefined}<div><h1>${view.title}</h1>
${view.lead ? html`<p class="lead">${view.lead}</p>` : undefined}${view.note ? html`<p class="dim small">${view.note}</p>` : undefined}</div>
<div class="tools">${view.tools}${sheets}${view.isPart ? undefined : html`<button type="button" data-print hidden>Print</button>`}</div></div>
${view.body}</main>${hatch}
${view.foot ? html`<footer>${view.foot}</footer>` : undefined}
</body></html>
`.text;
}

/** The page that finds out, in Teams, who is there; elsewhere it says how to come in. `to`: where they wanted to go. */
export function enterPage(assets: Assets, to: string): string {
  return html`<!doctype html>
<html lang="en-GB">${head('Opening', assets)}
<body data-enter="${to}"><main id="main"><h1>Attendance</h1>
<p id="enter-words" role="status">One moment. If nothing comes, open this page in the Attendance app in Teams, or by the link you were sent.</p>
</main></body></html>
`.text;
}

const shapes = {
  red: new Html(
    '<svg viewBox="0 0 16 16" aria-hidden="true"><path class="fill" d="M5 1h6l4 4v6l-4 4H5l-4-4V5z"/></svg>',
  ),
  amber: new Html('<svg viewBox="0 0 16 16" aria-hidden="true"><path class="fill" d="M8 1l7.5 14H.5z"/></svg>'),
  none: new Html('<svg viewBox="0 0 16 16" aria-hidden="true"><circle cx="8" cy="8" r="6"/></svg>'),
};
const flagWords = { red: 'Red risk', amber: 'Amber risk', none: 'No flag' } as const;

/** A risk flag: word, shape and colour. */
export function flagOf(flag: Flag): Html {
  return html`<span class="flag ${flag}">${shapes[flag]}${flagWords[flag]}</span>`;
}

const marks = {
  good: new Html(
    '<svg viewBox="0 0 16 16" aria-hidden="true"><circle cx="8" cy="8" r="7"/><path d="M4.5 8.2l2.4 2.4 4.6-5"/></svg>',
  ),
  wait: new Html(
    '<svg viewBox="0 0 16 16" aria-hidden="true"><circle cx="8" cy="8" r="7"/><path d="M8 4v4l3 2"/></svg>',
  ),
  bad: new Html(
    '<svg viewBox="0 0 16 16" aria-hidden="true"><circle cx="8" cy="8" r="7"/><path d="M5 5l6 6M11 5l-6 6"/></svg>',
  ),
  open: new Html('<svg viewBox="0 0 16 16" aria-hidden="true"><circle cx="8" cy="8" r="7"/></svg>'),
};

/** A state: its words, with a tick, clock, cross or ring. */
export function stateOf(kind: keyof typeof marks, words: Html | string): Html {
  return html`<span class="state ${kind}">${marks[kind]}<span>${words}</span></span>`;
}

const arrows = {
  up: new Html('<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M8 14V2M3.5 6.5L8 2l4.5 4.5"/></svg>'),
  down: new Html('<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M8 2v12M3.5 9.5L8 14l4.5-4.5"/></svg>'),
  same: new Html('<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M3 6h10M3 10h10"/></svg>'),
};

/** A change in points: its words, such as "down 7", with an arrow. */
export function moveOf(points: number, words: string): Html {
  return html`<span class="move">${arrows[points === 0 ? 'same' : points > 0 ? 'up' : 'down']}${words}</span>`;
}
