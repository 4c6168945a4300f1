import { count } from '../../domain/count.ts';
import type { CardModel, CardName, FormAct, NoticeButton, Run, Sentence } from '../../usecases/core/card-model.ts';
import { chartCode, sayChart } from '../../usecases/core/chart-code.ts';
import { sayLine } from '../../usecases/safeguarding/words-to-writer.ts';
import { flagWords } from '../../usecases/standing/figures.ts';
import { rowPrefix } from './fold-rows.ts';

type DataOf<Name extends CardName> = Extract<CardModel, { card: Name }>['data'];
type Binding<Name extends CardName> = (data: DataOf<Name>) => { data: object; summary: string };

function pairs<T>(items: readonly T[]): { left: T; right: T | null }[] {
  const rows: { left: T; right: T | null }[] = [];
  for (let i = 0; i < items.length; i += 2) rows.push({ left: items[i] as T, right: items[i + 1] ?? null });
  return rows;
}

/** Words in Teams' yellow or light green are too pale to read on white: the words say it, and their ground may. */
const toneColors = { good: 'Default', warning: 'Default', attention: 'Attention', default: 'Default' } as const;
const toned = <T extends { tone?: keyof typeof toneColors }>(items: readonly T[]) =>
  items.map((item) => ({ ...item, color: toneColors[item.tone ?? 'default'] }));
/** A sentence as the runs of a text block: whatever has an address is a link. */
const inlinesOf = (said: Sentence) =>
  (typeof said === 'string' ? [{ text: said }] : said).map(({ text, url }: Run) => ({
    type: 'TextRun',
    text,
    ...(url ? { selectAction: { type: 'Action.OpenUrl', title: text, url } } : {}),
  }));
const formStyles = { good: 'good', warning: 'warning', attention: 'attention', default: 'default' } as const;
const flagLooks = {
  none: { style: 'emphasis', color: 'Default' },
  amber: { style: 'warning', color: 'Default' },
  red: { style: 'attention', color: 'Attention' },
} as const;

const concernLooks = {
  open: { style: 'attention', color: 'Attention' },
  acknowledged: { style: 'warning', color: 'Default' },
  released: { style: 'emphasis', color: 'Default' },
} as const;

/** One binding a card: the template's data from what the use case gave, and the line shown in notifications. */
export const bindings: { [Name in CardName]: Binding<Name> } = {
  'register-form': (data) => {
    const isLast = data.page === data.pages - 1;
    return {
      summary: `Register: ${data.title}`,
      data: {
        ...data,
        pairs: pairs(data.rows),
        pageLine: data.pages > 1 ? `Page ${data.page + 1} of ${data.pages}` : '',
        saveTitle: data.isAmending
          ? 'Save changes'
          : `${data.isDropIn ? 'Others not there' : 'Rest present'}, ${isLast ? 'save' : 'next page'}`,
        isFirst: data.page === 0,
        isOpen: !data.isAmending,
        hasNext: data.isAmending && !isLast,
      },
    };
  },
  'register-minutes': (data) => ({ summary: `Minutes late: ${data.title}`, data }),
  'register-summary': (data) => ({
    summary: `Register saved: ${data.title}`,
    data: {
      ...data,
      counts: toned(data.counts),
      exceptions: data.exceptions.map((one) => ({ url: '', ...one })),
      isOpenToChange: !data.isCancelled,
      hasExceptions: data.exceptions.length > 0,
    },
  }),
  'register-guest': (data) => ({
    summary: 'Someone not on the list',
    data: {
      ...data,
      choices: data.learners.map(({ id, name }) => ({ title: name, value: id })),
      hasChoices: data.learners.length > 0,
    },
  }),
  'notice-confirm': (data) => ({
    summary: `Nobody has been told yet: ${data.what}`,
    data: { ...data, ...canOf(data), reasonTitle: data.reasons.find((one) => one.value === data.reason)?.title ?? '' },
  }),
  'notice-change': (data) => ({
    summary: 'Please check this',
    data: {
      ...data,
      hasQuestion: data.question !== '',
    },
  }),
  'notice-done': (data) => {
    const { canTakeBack, ...can } = canOf(data);
    const hasQuestion = data.question !== '';
    // Where it is asked, to take back is the answer that somebody came for; else it stands behind what the card says.
    const back = { isAskedBack: canTakeBack && hasQuestion, canTakeBack: canTakeBack && !hasQuestion };
    return {
      summary: hasQuestion ? `${data.question} ${data.what}` : data.what,
      data: { ...data, ...can, ...back, hasQuestion },
    };
  },
  'notice-late': (data) => ({ summary: data.title, data }),
  'case-decide': (data) => ({ summary: `${data.title}: ${data.who}`, data: caseData(data) }),
  'case-done': (data) => ({ summary: `${data.title}: ${data.who}`, data: caseData(data) }),
  'case-report': (data) => ({
    summary: 'Report at risk',
    data: { ...data, choices: data.learners.map(({ id, name }) => ({ title: name, value: id })) },
  }),
  'learner-follow': (data) => ({
    // A name never stands in a notification beside what happened.
    summary: 'About a learner you follow',
    data: {
      ...data,
      ...flagLooks[data.flag],
      flagWord: flagWords[data.flag],
      hasFigures: data.figures.length > 0,
      figures: data.figures.map((one) => ({
        ...one,
        hasName: one.name !== '',
        ...chartOf(one.chart),
      })),
    },
  }),
  'concern-raised': (data) => ({
    // The words and the name stay out of notifications.
    summary: data.title,
    data: {
      ...data,
      ...concernLooks[data.state],
      canAcknowledge: data.state === 'open' || (data.state === 'acknowledged' && !data.hasOwner),
      isOpen: data.state !== 'released' && !data.isReleasing,
      isUndoable: data.undo !== undefined,
      undoTitle: data.undo?.title ?? '',
      undoVersion: data.undo?.version ?? 0,
      releaseTitle: data.holdsSomeone ? 'Release' : 'Close',
      releaseAct: data.holdsSomeone ? 'Release the hold' : 'Close it',
      leads: inlinesOf(data.leads),
      hasLeads: data.leads.length > 0,
      canTell: data.recipients.length > 0,
      hasSuggested: data.suggested.length > 0,
      hasFacts: data.facts.length > 0,
      hasLog: data.log.length > 0,
      hasPages: data.pages > 1,
      hasEarlier: data.page > 0,
      hasLater: data.page < data.pages - 1,
    },
  }),
  'attendance-mine': (data) => {
    // Two charts are more than a screen.
    const isFolded = data.parts.filter((one) => one.chart.length > 0).length > 1;
    const parts = data.parts.map((part, i) => ({
      ...part,
      hasName: part.name !== '',
      chartId: `chart-${i}`,
      isFolded,
      ...chartOf(part.chart, 'month', part.aim),
    }));
    return { summary: data.title, data: { ...data, hasLead: data.lead !== '', parts } };
  },
  'list-plain': (data) => ({
    summary: data.title,
    data: {
      ...data,
      items: toned(data.items).map((item, i) => ({ shows: '', url: '', ...item, rowId: `${rowPrefix}${i}` })),
      links: data.links ?? [],
      commands: data.commands.map((one) =>
        'form' in one
          ? { title: one.title, verb: 'form-open', data: { id: one.form, version: 0 } }
          : { title: one.title, verb: 'run-command', data: { say: one.say } },
      ),
    },
  }),
  'form-plain': (data) => {
    // A row's button brings what is written on the card along, unless something must be filled in that it does not need.
    const isRowBare = data.fields.length === 0 || data.fields.some((field) => field.needed);
    const acts = (own: readonly FormAct[], row?: string) =>
      own.map(({ act, title, style, bare = row !== undefined && isRowBare }) => ({
        title,
        style: style ?? 'default',
        inputs: bare ? 'none' : 'auto',
        data: {
          id: data.id,
          version: data.version,
          act,
          ...(row === undefined ? {} : { row }),
          // Said in the data too: some clients send the inputs all the same.
          ...(bare ? { bare } : {}),
        },
      }));
    return {
      // A name never stands in a notification beside what happened.
      summary: data.title,
      data: {
        ...data,
        style: formStyles[data.tone],
        lines: data.lines.map((line) => ({ inlines: inlinesOf(line) })),
        said: inlinesOf(data.said),
        hasSaid: data.said.length > 0,
        rows: toned(data.rows).map((row, i) => {
          const own = acts(row.acts ?? [], row.key);
          return {
            url: '',
            ...row,
            rowId: `${rowPrefix}${i}`,
            acts: own,
            act: own[0],
            hasActs: own.length > 0,
            isButton: row.isButton === true,
          };
        }),
        // Teams sends nothing while something must be filled in: where a button asks for less, the server says what is missing.
        ...foldedApart(
          data.fields.map((one) => (data.acts.some((act) => act.keeps) ? { ...one, needed: false } : one)),
        ),
        acts: acts(data.acts),
        ...chartOf(data.chart),
      },
    };
  },
  'note-plain': ({ further = '', lines = [], ...data }) => ({
    summary: data.text.slice(0, 80),
    data: {
      ...data,
      further,
      color: toneColors[data.tone],
      lines: lines.map((one) => ({ ...one, said: sayLine(one), url: `tel:${one.number.replace(/\s/g, '')}` })),
    },
  }),
};

/** The inputs of a form, those seldom needed apart. */
function foldedApart(all: DataOf<'form-plain'>['fields']) {
  const whole = all.map((field) => ({ value: '', options: [], needed: false, isFolded: false, ...field }));
  const folded = whole.filter((field) => field.isFolded);
  return { fields: whole.filter((field) => !field.isFolded), folded, hasFolded: folded.length > 0 };
}

/** A chart as the template draws it: the code of its picture, and all that the picture shows in a sentence. One week alone is none. */
function chartOf(bars: DataOf<'form-plain'>['chart'], of: 'week' | 'month' = 'week', aim?: number) {
  const chart = { of, bars, aim };
  const hasChart = bars.length > (of === 'week' ? 1 : 0);
  return hasChart ? { hasChart, chartCode: chartCode(chart), chartText: sayChart(chart) } : { hasChart };
}

/** Which buttons a notice's card has, as the template asks for them: `canTakeBack`. */
function canOf({ can }: Pick<DataOf<'notice-done'>, 'can'>): Record<string, boolean> {
  const all: NoticeButton[] = ['confirm', 'tell-late', 'change', 'withdraw', 'close', 'take-back', 'keep', 'contest'];
  const name = (button: string) => `can-${button}`.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return Object.fromEntries(all.map((button) => [name(button), can.includes(button)]));
}

function sayProposal({ proposal, options, decideBy }: DataOf<'case-decide'>): string {
  const option = options.find((one) => one.code === proposal?.code);
  if (!proposal) return '';
  const suggested = option ? `The figures suggest ${option.label}: ${proposal.why}` : proposal.why;
  return `${suggested} You decide${decideBy ? `, by ${decideBy}` : ''}.`;
}

/** What was decided last, and how much more there was before, which the story tells. */
function earlierOf({ decisions }: DataOf<'case-decide'>): { text: string }[] {
  const more = decisions.length - 1;
  return decisions
    .slice(-1)
    .map(({ text }) => ({ text: more > 0 ? `${text} ${count(more, 'earlier decision')}.` : text }));
}

/** Which of the options want a word of why is said where it is written. */
function noteLabelOf(options: DataOf<'case-decide'>['options']): string {
  const needing = options.filter((one) => one.needsNote).map((one) => one.label);
  return needing.length === 0 ? 'Note (optional)' : `Note (needed for ${needing.join(', ')})`;
}

/** What stands on the card after A, B or C: a word of why where it is needed, else a note on what can still be undone. */
function secondStep({ pending, asks, noteFirst, options }: DataOf<'case-decide'>) {
  const canNote = pending?.undo !== undefined;
  return {
    pending: { title: '', by: '', version: 0, note: '', undo: '', ...pending },
    hasPending: pending !== undefined,
    canUndo: canNote,
    asks: asks ?? { code: '', label: '' },
    hasAsks: asks !== undefined,
    hasNote: canNote || asks !== undefined || noteFirst !== undefined,
    noteLabel: asks ? `${asks.label}: why?` : noteLabelOf(options),
    noteNow: pending?.note ?? noteFirst ?? '',
  };
}

function caseData(data: DataOf<'case-decide'>) {
  return {
    ...data,
    ...flagLooks[data.flag],
    earlier: earlierOf(data),
    hasEarlier: data.decisions.length > 0,
    ...secondStep(data),
    proposalText: sayProposal(data),
    ...chartOf(data.weeks),
    links: data.links ?? [],
    hasSaid: data.said !== '',
  };
}
