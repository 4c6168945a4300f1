import { expect } from '@jest/globals';
import { actionsOf } from '../teams/client.ts';

/** The app's id in tests about cards that lead to pages of its tab. */
export const teamsAppId = '33333333-3333-4333-8333-333333333333';

/** The pages that a card, or a part of one, leads to, as the tab is asked for them. */
export function pagesOn(card: unknown): string[] {
  return actionsOf(card).flatMap((one) => {
    const { type, url = '' } = one as { type: string; url?: string };
    if (type !== 'Action.OpenUrl' || !url.startsWith('https://teams.microsoft.com/l/entity/')) return [];
    const address = new URL(url);
    expect(address.pathname).toBe(`/l/entity/${teamsAppId}/pages`);
    return [JSON.parse(address.searchParams.get('context') ?? '{}').subEntityId as string];
  });
}
