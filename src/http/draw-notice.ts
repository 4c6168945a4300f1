import type { NoticeButton, NoticeView } from '../usecases/core/card-model.ts';
import { button, drawInput, hidden } from './draw-fields.ts';
import { type Html, html } from './html.ts';

/** What a notice's buttons are called and which verb each is. `contest` is a form of its own. */
const buttons: Record<Exclude<NoticeButton, 'contest'>, { title: string; verb: string; isMain?: true }> = {
  confirm: { title: 'Confirm', verb: 'notice-confirm', isMain: true },
  'tell-late': { title: 'Tell the office late', verb: 'notice-tell-late', isMain: true },
  change: { title: 'Change', verb: 'notice-change' },
  withdraw: { title: 'Not this', verb: 'notice-withdraw' },
  close: { title: 'Close', verb: 'notice-withdraw' },
  'take-back': { title: 'Take back', verb: 'notice-withdraw' },
  keep: { title: 'Keep it', verb: 'notice-confirm' },
};

function buttonsOf(view: NoticeView): Html[] {
  return view.can.flatMap((name) => {
    if (name === 'contest') return [];
    const { verb, title, isMain = false } = buttons[name];
    return [button('verb', verb, title, { isMain })];
  });
}

const paragraphs = (lines: readonly string[]) => lines.filter(Boolean).map((line) => html`<p>${line}</p>`);

/** What was told: to confirm (`isDraft`), or as it stands (G2). `address` is where its buttons go. */
export function drawNotice(view: NoticeView, isDraft: boolean, address: string): Html {
  const reason = view.reasons.find((one) => one.value === view.reason)?.title;
  return html`${paragraphs([view.kindly])}<h1>${view.title}</h1><p><b>${view.what}</b></p>
${paragraphs(view.sessions)}${isDraft && reason ? html`<p>Reason: ${reason}</p>` : undefined}
${isDraft ? undefined : html`<p role="status" class="good">${view.state}</p>`}${paragraphs([...view.replaces, view.said, view.question])}
<form method="post" action="${address}">${hidden({ version: view.version })}${buttonsOf(view)}</form>`;
}

const kinds = [
  { title: 'Not in', value: 'absence' },
  { title: 'Late', value: 'lateness' },
  { title: 'Leaving early', value: 'early_leave' },
];

/** The form on which what was understood is put right, also where something must be asked. */
export function drawNoticeChange(view: NoticeView, address: string, typed: Record<string, unknown> = {}): Html {
  const input = (
    name: keyof NoticeView & string,
    label: string,
    more: { type: 'day' | 'time' | 'number' | 'choice' },
  ) => drawInput({ name, label, value: String(typed[name] ?? view[name] ?? ''), ...more });
  const value = (name: 'kind' | 'half' | 'reason') => String(typed[name] ?? view[name]);
  const inputs: [string, Html][] = [
    [
      'kind',
      drawInput({
        name: 'kind',
        label: 'What is it?',
        type: 'choice',
        options: kinds,
        value: value('kind'),
        needed: true,
      }),
    ],
    ['firstDay', input('firstDay', 'First day', { type: 'day' })],
    ['lastDay', input('lastDay', 'Last day', { type: 'day' })],
    [
      'half',
      drawInput({
        name: 'half',
        label: 'Which part of the day, if not in',
        type: 'choice',
        options: view.halves,
        value: value('half'),
      }),
    ],
    ['minutesLate', input('minutesLate', 'Minutes late, if late', { type: 'number' })],
    ['arriveAt', input('arriveAt', 'Or there at, if late', { type: 'time' })],
    [
      'reason',
      drawInput({
        name: 'reason',
        label: 'Reason',
        type: 'choice',
        options: view.reasons,
        value: value('reason'),
        needed: true,
      }),
    ],
  ];
  const isAsked = (name: string) => view.asks.length === 0 || view.asks.some((one) => one === name);
  const asked = inputs.flatMap(([name, drawn]) => (isAsked(name) ? [drawn] : []));
  const others = inputs.flatMap(([name, drawn]) => (isAsked(name) ? [] : [drawn]));
  const more =
    others.length > 0 ? html`<details><summary>Change something else</summary>${others}</details>` : undefined;
  return html`${paragraphs([view.kindly])}<h1>${view.question || view.title}</h1>${paragraphs([view.what])}
<form method="post" action="${address}">${hidden({ version: view.version })}
${asked}${more}
${button('verb', 'notice-apply', 'Confirm', { isMain: true })}
${view.canGoBack ? button('verb', 'notice-show', 'Leave as it was', { isBare: true }) : undefined}
${button('verb', 'notice-withdraw', 'Not this', { isBare: true })}</form>`;
}
