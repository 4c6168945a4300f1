import { addDays, dayOf, instantOf } from '../domain/calendar.ts';
import type { World } from '../usecases/core/ports.ts';
import type { createLinks } from './links.ts';

/** The tab's name in the app's manifest. */
const entity = 'pages';

/**
 * The addresses that stand on cards and in messages. A card's link to a page of the tab leads into the app in Teams,
 * which proves who looks. A demo has no app there: its links are signed, for today and tomorrow.
 */
export function createAddresses(
  { teamsAppId, isDemo }: { teamsAppId?: string; isDemo?: boolean },
  { sign, chartUrl }: Pick<ReturnType<typeof createLinks>, 'sign' | 'chartUrl'>,
  now: () => Date,
): Pick<World, 'link' | 'chartUrl' | 'pageLink'> {
  const own = { link: sign, chartUrl };
  if (teamsAppId) {
    const inTeams = (path: string) => encodeURIComponent(JSON.stringify({ subEntityId: path }));
    return {
      ...own,
      // Teams proves nobody who has no account; their pages come by links of their own.
      pageLink: (path, { entraId }) =>
        entraId === undefined
          ? undefined
          : `https://teams.microsoft.com/l/entity/${teamsAppId}/${entity}?context=${inTeams(path)}`,
    };
  }
  const until = () => instantOf(addDays(dayOf(now()), 2), '00:00');
  return isDemo ? { ...own, pageLink: (path, { _id }) => sign('page', path, _id, until()) } : own;
}
