import { type Html, html } from '../html.ts';

/** A choice among several of the same page. */
type Pill = { title: string; href: string; isChosen: boolean };

/** Choices that narrow a page, or show it by something else; the chosen one says so with a tick and to screen readers. */
export function pillsOf(label: string, pills: readonly Pill[]): Html {
  const one = ({ title, href, isChosen }: Pill) =>
    html`<li><a class="pill" href="${href}"${isChosen ? html` aria-current="true"` : undefined}>${title}</a></li>`;
  return html`<ul class="filters" aria-label="${label}">${pills.map(one)}</ul>`;
}

/** A table in a frame that scrolls sideways. `label` names the frame, `caption` the table; `table`: its head and body. */
export function frameOf(
  { label, caption, kind }: { label: string; caption: string; kind?: 'rows' | 'heat' },
  table: Html,
): Html {
  const shape = kind ? html` class="${kind}"` : undefined;
  return html`<div class="card flush" role="region" aria-label="${label}" tabindex="0"><table${shape}><caption class="sr">${caption}</caption>${table}</table></div>`;
}

/** A column's heading; of figures it stands to the right, above them. */
type Head = string | { figures: string | Html };

/** A table whose rows become cards on a phone. Cells carry `data-label` where their heading is needed there. */
export function tableOf({
  caption,
  heads,
  rows,
  none = 'None.',
}: {
  caption: string;
  heads: readonly Head[];
  rows: readonly Html[];
  none?: string;
}): Html {
  const head = (one: Head) =>
    typeof one === 'string' ? html`<th scope="col">${one}</th>` : html`<th scope="col" class="n">${one.figures}</th>`;
  if (rows.length === 0) return html`<div class="card"><p>${none}</p></div>`;
  const table = html`
<thead><tr>${heads.map(head)}</tr></thead><tbody>${rows}</tbody>`;
  return frameOf({ label: caption, caption, kind: 'rows' }, table);
}

/** A part of a page under a heading of its own; `note` says in a line what it is. */
export function panelOf(title: string, note: string, body: Html | readonly Html[]): Html {
  return html`<section class="card"><h2>${title}</h2>${note ? html`<p class="dim small">${note}</p>` : undefined}${body}</section>`;
}

/** One thing in a panel's list. */
export function itemOf(...lines: (Html | undefined)[]): Html {
  return html`<div class="item">${lines}</div>`;
}
