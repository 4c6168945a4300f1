import { describe, expect, test } from '@jest/globals';
import { ProvenTokens } from '../../src/teams/proven-tokens.ts';

const soon = () => Date.now() + 60_000;

describe('tokens proven lately', () => {
  test('are known by the token and by all else that was checked with it', () => {
    const proven = new ProvenTokens<string>();
    proven.keep(ProvenTokens.keyOf('Bearer a.b.c', 'https://one.example/', 'msteams'), 'Teams', soon());
    expect(proven.get(ProvenTokens.keyOf('Bearer a.b.c', 'https://one.example/', 'msteams'))).toBe('Teams');
    expect(proven.get(ProvenTokens.keyOf('Bearer a.b.c', 'https://two.example/', 'msteams'))).toBeUndefined();
    expect(proven.get(ProvenTokens.keyOf('Bearer a.b.d', 'https://one.example/', 'msteams'))).toBeUndefined();
  });

  test('are checked anew once they expire, or once keys may have changed', () => {
    const proven = new ProvenTokens<string>();
    proven.keep('expired', 'Teams', Date.now());
    expect(proven.get('expired')).toBeUndefined();
    const strict = new ProvenTokens<string>(0);
    strict.keep('fresh', 'Teams', soon());
    expect(strict.get('fresh')).toBeUndefined();
  });

  test('are forgotten from the oldest on, where there are many', () => {
    const proven = new ProvenTokens<number>();
    for (let i = 0; i < 600; i++) proven.keep(`token-${i}`, i, soon());
    expect(proven.get('token-0')).toBeUndefined();
    expect(proven.get('token-599')).toBe(599);
  });
});
