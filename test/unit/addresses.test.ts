import { expect, test } from '@jest/globals';
import { createAddresses } from '../../src/http/addresses.ts';
import { createLinks } from '../../src/http/links.ts';

const now = () => new Date('2026-11-25T09:00:00Z');
const links = createLinks(['a secret of no college'], 'https://bot.example', now);
const [inTeams, byLink] = [{ _id: 'T1', entraId: 'oid-1' }, { _id: 'TR' }];

test('a card leads into the app in Teams, and nowhere for somebody whom Teams does not know', () => {
  const { pageLink } = createAddresses({ teamsAppId: 'app-1' }, links, now);
  expect(decodeURIComponent(pageLink?.('story/L1', inTeams) ?? '')).toBe(
    'https://teams.microsoft.com/l/entity/app-1/pages?context={"subEntityId":"story/L1"}',
  );
  expect(pageLink?.('story/L1', byLink)).toBeUndefined();
});

test('in a demo, which has no app, it is a signed link for whoever looks; without either there is none', () => {
  const { pageLink } = createAddresses({ isDemo: true }, links, now);
  const token = pageLink?.('me', byLink)?.split('/l/')[1] ?? '';
  expect(links.open(token)).toMatchObject({ isOver: false, linked: { purpose: 'page', id: 'me', viewerId: 'TR' } });
  expect(createAddresses({}, links, now).pageLink).toBeUndefined();
});
