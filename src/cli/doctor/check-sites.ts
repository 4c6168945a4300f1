import { isOfSites } from '../../domain/site.ts';
import type { Collections } from '../../store/database.ts';
import { allSites } from '../../store/looks/sites.ts';
import { type Finding, fine, wrong } from './finding.ts';

/** Each site, where the college has several: whether somebody hears of its learners' concerns, whom to call, who is of it. */
export async function checkSites(c: Pick<Collections, 'people' | 'programmes' | 'sites'>): Promise<Finding[]> {
  const { sites, team } = await allSites(c);
  return sites.flatMap(({ _id, name, phone, isUsed }) => {
    const site = `site ${_id} (${name})`;
    const wrongs: Finding[] = [];
    if (!team.some((one) => isOfSites(one, [_id])))
      wrongs.push(
        wrong(
          `${site} has no Safeguarding Team: the teams of the other sites get its concerns`,
          `give somebody the role safeguarding with site_id ${_id}, or without a site`,
        ),
      );
    if (!phone)
      wrongs.push(wrong(`${site} has no phone: its texts and mails give the college's`, 'put phone into sites.csv'));
    if (!isUsed) wrongs.push(wrong(`no programme and no learner is of ${site}`, 'put site_id into programmes.csv'));
    return wrongs.length > 0 ? wrongs : [fine(`${site} has a Safeguarding Team and a phone`)];
  });
}
