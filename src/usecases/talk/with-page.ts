import { isRefusal, type Outcome } from '../../domain/failure.ts';
import type { Person } from '../../domain/person.ts';
import type { QuestionKind } from '../../language/talk/question-phrases.ts';
import type { CardModel } from '../core/card-model.ts';
import { linkTo, type PageName } from '../core/page-rights.ts';
import type { World } from '../core/ports.ts';
import { storyUrls } from '../core/story-link.ts';
import type { Command } from '../desk/show-help.ts';

type Page = { name: PageName; title: string };
const pages = {
  caseload: { name: 'caseload', title: 'My caseload' },
  apprentices: { name: 'apprentices', title: 'My apprentices' },
  today: { name: 'today', title: 'Today' },
  registers: { name: 'registers', title: 'Registers' },
  college: { name: 'college', title: 'College' },
  safeguarding: { name: 'safeguarding', title: 'Safeguarding desk' },
  unread: { name: 'not-confirmed', title: 'The whole list' },
  unreached: { name: 'cannot-reach', title: 'The whole list' },
  me: { name: 'me', title: 'My page' },
} as const satisfies Record<string, Page>;

/** On which page more of an answer stands; of several the first that is theirs. */
const pageOf: Partial<Record<QuestionKind | Command['say'], Page | readonly Page[]>> = {
  worries: [pages.caseload, pages.college],
  changes: [pages.college, pages.caseload],
  learners: [pages.caseload, pages.apprentices],
  'my learners': [pages.caseload, pages.apprentices],
  'at risk': pages.caseload,
  out: pages.today,
  late: pages.today,
  'who is out': pages.today,
  'registers-late': pages.registers,
  'how-are-we': pages.college,
  decisions: pages.college,
  holds: pages.safeguarding,
  'not confirmed': pages.unread,
  'cannot reach': pages.unreached,
  missed: pages.me,
  'my-day': pages.me,
  'next-session': pages.me,
  told: pages.me,
};

/** A short answer with the page where all of it stands, if that is theirs, and the learners it names leading to their stories. */
export async function withPage(
  world: World,
  viewer: Person,
  asked: QuestionKind | Command['say'],
  answer: Outcome<CardModel>,
): Promise<Outcome<CardModel>> {
  if (isRefusal(answer) || answer.card !== 'list-plain') return answer;
  const urls = await storyUrls(
    world,
    viewer,
    answer.data.items.flatMap((one) => one.learnerId ?? []),
  );
  const items = answer.data.items.map(({ learnerId = '', ...item }) => {
    const url = urls.get(learnerId);
    return url ? { ...item, url } : item;
  });
  const named = { ...answer, data: { ...answer.data, items } };
  if ((answer.data.links ?? []).length > 0) return named;
  const links = await Promise.all([pageOf[asked] ?? []].flat().map((page) => linkTo(world, viewer, page)));
  return { ...named, data: { ...named.data, links: links.find((one) => one.length > 0) ?? [] } };
}
