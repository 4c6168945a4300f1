import type { Person } from '../../domain/person.ts';
import type { Site } from '../../domain/site.ts';
import type { Collections } from '../database.ts';

/** Every site, with whether a programme or learner is of it; and everybody on the Safeguarding Team. */
export async function allSites(
  c: Pick<Collections, 'people' | 'programmes' | 'sites'>,
): Promise<{ sites: (Site & { isUsed: boolean })[]; team: Person[] }> {
  const sites = [];
  for (const site of await c.sites.find({}).sort({ _id: 1 }).toArray()) {
    const used =
      (await c.programmes.findOne({ site: site._id })) ??
      (await c.people.findOne({ sites: site._id, roles: 'learner' }));
    sites.push({ ...site, isUsed: used !== null });
  }
  return { sites, team: await c.people.find({ roles: 'safeguarding' }).toArray() };
}
