import type { Db } from 'mongodb';
import type { MisEvent, MisEventType } from '../domain/mis-event.ts';

const types: Record<string, MisEventType> = { mis: 'mark', 'mis-status': 'risk-status', 'mis-place': 'place' };

/**
 * MIS events had been outbox rows. Each becomes an event of the one order, under the id it had; those the folder had
 * taken already are not told again.
 */
export async function moveMisEvents(db: Db): Promise<void> {
  const outbox = db.collection<{ _id: string; about: string; body: string } & Record<string, unknown>>('outbox');
  const events = db.collection<MisEvent>('misEvents');
  for await (const row of outbox.find({ kind: 'mis' }).sort({ createdAt: 1, _id: 1 })) {
    const [kind = '', ...rest] = row._id.split('|');
    const type = types[kind] ?? 'mark';
    // What is that old has long been taken; its words are gone.
    if (!row.body) continue;
    const says = JSON.parse(row.body) as Record<string, unknown>;
    const createdAt = row.createdAt as Date;
    const sentAt = row.acceptedAt as Date | undefined;
    const event = {
      type,
      subject: [type, ...rest.slice(0, type === 'risk-status' ? 1 : 2)].join('|'),
      learnerId: row.about,
      body: JSON.stringify({ ...says, id: row._id, type }),
      createdAt,
      ...(sentAt ? { takenAt: sentAt } : {}),
      ...(row.held === true ? { held: true } : { next: { step: 'list' as const, at: createdAt } }),
    };
    await events.updateOne({ _id: row._id }, { $setOnInsert: event }, { upsert: true });
  }
  await outbox.deleteMany({ kind: 'mis' });
}
