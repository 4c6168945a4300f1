import { isRefusal } from '../../domain/failure.ts';
import { storyPath } from '../../usecases/core/story-link.ts';
import { programmeWeeks, type WeekLine } from '../../usecases/overview/programme-weeks.ts';
import { type Grouping, groupings } from '../../usecases/overview/week-entries.ts';
import { sayMove } from '../../usecases/overview/weeks.ts';
import { html } from '../html.ts';
import { heatTable, type Leads, type Measure } from './heat-table.ts';
import { pillsOf } from './parts.ts';
import { count, shortTime } from './say.ts';
import type { TabPage } from './tab.ts';

const titles: Record<Grouping, string> = {
  programme: 'Programmes',
  group: 'Groups',
  tutor: 'Tutors',
  employer: 'Employers',
  subcontractor: 'Subcontractors',
  type: 'Session types',
  learner: 'Learners',
};
const isGrouping = (text: string): text is Grouping => groupings.some((one) => one === text);
const measures = { percent: 'Attendance', punctual: 'Punctuality' } as const;

/** Attendance and punctuality by week; a figure leads to the learners who made it. */
export const weeksPage: TabPage = {
  title: 'Programmes',
  async show(world, { viewer, query, at }) {
    const [asked, measured, programmeId] = [
      query.get('by') ?? '',
      query.get('of') ?? '',
      query.get('programme') ?? undefined,
    ];
    const by = isGrouping(asked) ? asked : 'programme';
    const measure: Measure = measured === 'punctual' ? 'punctual' : 'percent';
    const found = await programmeWeeks(world, viewer, { by, ...(programmeId ? { programmeId } : {}) });
    if (isRefusal(found)) return found;
    const address = (more: Record<string, string>) =>
      at(
        `programmes?${new URLSearchParams({ by, of: measure, ...(programmeId ? { programme: programmeId } : {}), ...more })}`,
      );
    const to = (path: string, of: Record<string, string>) => at(`${path}?${new URLSearchParams(of)}`);
    const patterns = (line: WeekLine) => {
      const [programme = '', group = ''] = line.key.split('|');
      if (by === 'tutor') return to('when-missed', { tutor: line.key });
      return to('when-missed', by === 'group' ? { programme, group } : { programme });
    };
    const leads: Record<Grouping, Leads> = {
      programme: {
        name: patterns,
        cell: (line) => to('programmes', { by: 'learner', of: measure, programme: line.key }),
      },
      group: { name: patterns },
      tutor: { name: patterns },
      learner: { name: (line) => at(storyPath(line.key)) },
      employer: {},
      subcontractor: {},
      type: {},
    };
    const pill = (title: string, href: string, isChosen: boolean) => ({ title, href, isChosen });
    const last = found.whole ?? found.lines[0];
    const [now, before] = [last?.cells.at(-1)?.[measure], last?.cells.at(-2)?.[measure]];
    const move = now == null || before == null ? '' : `, ${sayMove(now, before)} the week before`;
    return {
      title: `${titles[by]} by week`,
      lead:
        now == null
          ? 'No marks this week yet.'
          : `${measures[measure]} ${now}% in the last week with marks${move}; the target is 100%.`,
      note: `${shortTime(found.at)}. The last ${count(found.mondays.length, 'week')} with marks.`,
      body: html`${pillsOf(
        'Show by',
        groupings
          .filter((one) => one !== 'learner' || by === 'learner')
          .map((one) => pill(titles[one], address({ by: one }), one === by)),
      )}
${pillsOf(
  'Show',
  Object.entries(measures).map(([key, title]) => pill(title, address({ of: key }), key === measure)),
)}
${heatTable({ caption: `${measures[measure]} in percent by week`, head: titles[by], mondays: found.mondays, lines: found.lines, whole: found.whole, measure, leads: leads[by] })}`,
      sheet: {
        name: `${titles[by]} by week`,
        rows: [
          [
            titles[by],
            'Learners',
            ...found.mondays.flatMap((one) => [`${one} attendance %`, `${one} punctuality %`]),
            'All attendance %',
            'All punctuality %',
          ],
          ...[...found.lines, ...(found.whole ? [found.whole] : [])].map((line) => [
            line.title,
            line.learners ?? '',
            ...[...line.cells, line.all].flatMap((cell) => [cell.percent ?? '', cell.punctual ?? '']),
          ]),
        ],
      },
      foot: 'Percent, cut. Below 85 is also bold and underlined. A programme’s figure leads to its learners, a name to when sessions are missed.',
    };
  },
};
