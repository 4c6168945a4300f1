import type { Db } from 'mongodb';
import { leastOf, lookMs, schemaVersion } from './migrations.ts';

/**
 * Looks now and then whether a later release has taken the database over in a way that this one cannot work beside, and
 * says so once. The function it returns ends that.
 */
export function watchRelease(db: Db, onOvertaken: () => void): () => void {
  const look = async () => {
    // A database that is away just now says nothing either way.
    const least = await leastOf(db).catch(() => 0);
    if (least <= schemaVersion) return;
    clearInterval(timer);
    onOvertaken();
  };
  const timer = setInterval(look, lookMs).unref();
  return () => clearInterval(timer);
}
