import { addDays, type Day, type Division } from './calendar.ts';
import type { College } from './sms-text.ts';

/**
 * A place of the college with a name, phone, sender and holidays of its own. Programmes and people are of one; a college
 * that names none is a single site, its settings.
 */
export type Site = {
  /** The code by which files name it. */
  _id: string;
  /** What stands in texts and mails in place of the college's name. */
  name: string;
  phone?: string;
  /** Who answers there. */
  contact?: string;
  /** Whom texts come from, as the provider knows it. */
  smsSender?: string;
  /** Where answers to mails go. */
  replyTo?: string;
  /** Whose bank holidays hold there, for programmes that name no division of their own. */
  division?: Division;
  /** Days on which it is closed besides. */
  closed?: { from: Day; to: Day }[];
};

/** Every day on which a site is closed by its own word. */
export function closedDays({ closed = [] }: Pick<Site, 'closed'>): Day[] {
  return closed.flatMap(({ from, to }) => {
    const days: Day[] = [];
    for (let day = from; day <= to; day = addDays(day, 1)) days.push(day);
    return days;
  });
}

/** Whose name and phone stand in what leaves for a site: its own, where it has no phone the college's. */
export function collegeAt(college: College, site: Site | undefined): College {
  if (!site) return college;
  const { name, phone, contact } = site;
  return phone
    ? { name, phone, ...(contact ? { contact } : {}) }
    : { ...college, name, ...(contact ? { contact } : {}) };
}

/** True for somebody of one of these sites, or of the whole college: who names no site is of all. */
export function isOfSites(person: { sites?: readonly string[] }, codes: readonly string[]): boolean {
  return !person.sites?.length || person.sites.some((one) => codes.includes(one));
}
