import type { AbsenceNotice } from '../../domain/absence-notice.ts';
import type { World } from '../core/ports.ts';

/** Asks for a notice's cards: of who told us, of whoever has one already, and, at the bottom of their chat, of these. */
export async function wantNotice(world: World, notice: AbsenceNotice, toBottom: readonly string[] = []): Promise<void> {
  const shown = (await world.records.slots.about('notice', notice._id)).flatMap(({ recipient }) =>
    'person' in recipient ? [recipient.person] : [],
  );
  for (const person of new Set([notice.byId, ...shown, ...toBottom]))
    await world.records.slots.want(
      {
        kind: 'notice',
        subjectId: notice._id,
        recipient: { person },
        revision: notice.version,
        // A card that is not there yet comes to the bottom by itself.
        ...(toBottom.includes(person) && shown.includes(person) ? { ask: 'bottom' as const } : {}),
      },
      world.clock.now(),
    );
}

/** Draws a notice's cards once more where they are: what they show has changed elsewhere. */
export async function redrawNotice(world: World, noticeId: string): Promise<void> {
  for (const { kind, subjectId, recipient, revision } of await world.records.slots.about('notice', noticeId))
    await world.records.slots.want({ kind, subjectId, recipient, revision, ask: 'again' }, world.clock.now());
}
