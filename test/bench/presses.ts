import { TeamsClient } from '../teams/client.ts';
import type { Card, LoopbackTeams } from '../teams/loopback-teams.ts';
import type { Room } from './bench-college.ts';

const minutes = { count: 0 };

/** A tutor marks one more learner late, on the version the last answer showed. Throws unless the bot answers with a card. */
export async function press(teams: LoopbackTeams, port: number, room: Room): Promise<void> {
  const client = new TeamsClient(teams, port);
  // The last learner stays unmarked, so that the register is never whole and presses go on.
  const enrolmentId = room.enrolmentIds[++minutes.count % (room.enrolmentIds.length - 1)];
  const { body, status } = await client.invoke(room.tutor, 'register-save', {
    registerId: room.registerId,
    version: room.version,
    page: 0,
    rest: 'leave',
    [`m_${enrolmentId}`]: `late:${1 + (minutes.count % 50)}`,
  });
  if (body.type !== 'application/vnd.microsoft.card.adaptive')
    throw new Error(`a press was answered ${status} ${JSON.stringify(body).slice(0, 200)}`);
  const versions = ((body.value as Card).actions ?? []).map((one) => Number(one.data?.version)).filter(Number.isFinite);
  room.version = Math.max(room.version, ...versions);
}
