import { recount } from '../../../src/usecases/registers/recount.ts';
import { whyNotFinal } from '../count-cards.ts';
import type { Trial } from './trial.ts';

/** What came of a trial, counted. A finding names each thing that was lost or doubled. */
type Outcome = {
  acknowledged: number;
  lost: number;
  doubled: number;
  cards: number;
  cardsLost: number;
  cardsDoubled: number;
  texts: number;
  textsLost: number;
  textsDoubled: number;
  /** Of the texts those that came too late to be sent: the office has them on its list, with the number to ring. */
  textsToOffice: number;
  misEvents: number;
  misLost: number;
  misDoubled: number;
};
export type Counted = { outcome: Outcome; findings: string[] };

/** Sorts what was found by how often it is there: none is lost, several are doubled. */
class Tally {
  all = 0;
  lost = 0;
  doubled = 0;
  readonly findings: string[] = [];

  found(name: string, times: number, why = ''): void {
    this.all++;
    if (times === 0) this.lost++;
    if (times > 1) this.doubled++;
    if (times !== 1) this.findings.push(`${name}: ${times === 0 ? `lost ${why}` : `${times} times`}`);
  }
}

/** How often a mark stands in a register's history; none where the row or the mark carried on shows another. */
async function timesMarked({ college }: Trial, sessionId: string, enrolmentId: string, mark: string): Promise<number> {
  const [code, minutes = '0'] = mark.split(':');
  const register = await college.c.registers.findOne({ _id: sessionId });
  const carried = await college.c.marks.findOne({ _id: `${sessionId}|${enrolmentId}` });
  const isMark = (one: { code: string; minutesLate: number } | null | undefined) =>
    one?.code === code && one.minutesLate === Number(minutes);
  const row = register?.rows.find((one) => one.enrolmentId === enrolmentId);
  if (!isMark(row?.mark) || !isMark(carried)) return 0;
  const changes = register?.history.flatMap((entry) => entry.changes) ?? [];
  return changes.filter((one) => one.enrolmentId === enrolmentId).length;
}

async function countMarks(trial: Trial): Promise<Tally> {
  const tally = new Tally();
  for (const [sessionId, marks] of trial.saved)
    for (const [enrolmentId, mark] of marks)
      tally.found(`mark ${sessionId} ${enrolmentId}`, await timesMarked(trial, sessionId, enrolmentId, mark));
  const { differences, waiting } = await recount(trial.college.bot.world, false);
  for (const one of differences) tally.findings.push(`recount differs: ${one}`);
  if (waiting > 0) tally.findings.push(`${waiting} registers are not carried on`);
  tally.doubled += differences.length;
  tally.lost += waiting;
  return tally;
}

async function countCards({ saved, college }: Trial): Promise<Tally> {
  const tally = new Tally();
  const user = college.user('T1');
  const room = { c: college.c, teams: college.teams, world: college.bot.world };
  for (const sessionId of saved.keys()) {
    const copies = college.teams.shownTo(user).filter(({ card }) => {
      const json = JSON.stringify(card ?? '');
      return json.includes(`"registerId":"${sessionId}"`) && json.includes('"register-amend"');
    });
    const why = copies.length === 1 ? await whyNotFinal(room, { id: 'T1', user }, sessionId) : undefined;
    tally.found(`card ${sessionId}`, why ? 0 : copies.length, why);
  }
  return tally;
}

/** Each absence brings one text to the parent, which names learner and lesson, or a line on the office's list. `sent`: every text as it was sent. */
async function countTexts({ saved, college }: Trial, sent: readonly string[]): Promise<Tally & { toOffice: number }> {
  const tally = Object.assign(new Tally(), { toOffice: 0 });
  const isListed = (await college.c.tasks.countDocuments({ kind: 'undelivered', isOpen: true })) > 0;
  const failed = isListed ? await college.c.outbox.find({ failed: { $exists: true } }).toArray() : [];
  for (const [sessionId, marks] of saved) {
    const session = await college.c.sessions.findOne({ _id: sessionId });
    for (const [enrolmentId, mark] of marks) {
      if (mark !== 'unauthorised') continue;
      const learner = await college.c.people.findOne({ _id: enrolmentId.replace('BUS-', '') });
      const isIt = (text: string) => text.includes(`${learner?.name} was not in ${session?.title} at`);
      const listed = failed.filter((one) => isIt(one.body)).length;
      tally.toOffice += listed;
      tally.found(`text ${sessionId} ${enrolmentId}`, sent.filter(isIt).length + listed);
    }
  }
  return tally;
}

/** A row of the MIS's daily file. */
export type FileRow = { session_id: string; learn_ref_number: string };

/** `rows`: of the daily files, where there are any; each mark is in them once, too. */
function countEvents({ saved, mis }: Trial, rows: readonly FileRow[] | undefined): Tally {
  const tally = new Tally();
  for (const [sessionId, marks] of saved)
    for (const enrolmentId of marks.keys()) {
      const events = mis.keptOf(enrolmentId.replace('BUS-', ''));
      const times = events.filter((one) => one.type === 'mark' && one.session_id === sessionId).length;
      tally.found(`MIS event ${sessionId} ${enrolmentId}`, times);
      const ref = enrolmentId.replace('BUS-', 'BV-');
      const isIt = (row: FileRow) => row.session_id === sessionId && row.learn_ref_number === ref;
      if (rows) tally.found(`MIS file ${sessionId} ${enrolmentId}`, rows.filter(isIt).length);
    }
  tally.findings.push(...mis.broken);
  return tally;
}

/** Compares what the tutor was told with registers, marks, totals, the tutor's chat, the parents' phones and the MIS. */
export async function countOutcome(
  trial: Trial,
  sent: readonly string[] = trial.sms.taken.map((one) => one.text),
  rows?: readonly FileRow[],
): Promise<Counted> {
  const marks = await countMarks(trial);
  const cards = await countCards(trial);
  const texts = await countTexts(trial, sent);
  const events = countEvents(trial, rows);
  const outcome: Outcome = {
    acknowledged: marks.all,
    lost: marks.lost,
    doubled: marks.doubled,
    cards: cards.all,
    cardsLost: cards.lost,
    cardsDoubled: cards.doubled,
    texts: texts.all,
    textsLost: texts.lost,
    textsDoubled: texts.doubled,
    textsToOffice: texts.toOffice,
    misEvents: events.all,
    misLost: events.lost,
    misDoubled: events.doubled,
  };
  return { outcome, findings: [marks, cards, texts, events].flatMap((one) => one.findings) };
}
