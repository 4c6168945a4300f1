import { addDays, dayOf, instantOf } from '../../domain/calendar.ts';
import type { World } from '../../usecases/core/ports.ts';

/** The tab's name in the app's manifest. */
const entity = 'pages';

/**
 * Where a card's link to a page of the tab leads: into the app in Teams, which proves who looks. A demo has no app there:
 * its links are signed, for today and tomorrow.
 */
export function createPageLink(
  { teamsAppId, isDemo }: { teamsAppId?: string; isDemo?: boolean },
  sign: NonNullable<World['link']>,
  now: () => Date,
): Pick<World, 'pageLink'> {
  if (teamsAppId) {
    const inTeams = (path: string) => encodeURIComponent(JSON.stringify({ subEntityId: path }));
    return {
      pageLink: (path) => `https://teams.microsoft.com/l/entity/${teamsAppId}/${entity}?context=${inTeams(path)}`,
    };
  }
  const until = () => instantOf(addDays(dayOf(now()), 2), '00:00');
  return isDemo ? { pageLink: (path, viewerId) => sign('page', path, viewerId, until()) } : {};
}
