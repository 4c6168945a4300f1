import { readSettings } from '../../config/settings.ts';
import { meetingsOf } from '../../senders.ts';
import { type Collections, collectionsOf, connect } from '../../store/database.ts';
import { remoteSessions } from '../../store/looks/remote-sessions.ts';
import type { MeetingReader } from '../../usecases/core/delivery.ts';
import { isReported } from '../../usecases/registers/meeting-suggestions.ts';
import { type Finding, fine, wrong } from './finding.ts';

/** A look at each organiser's newest meeting is enough to know whether it may be read. */
const mostMeetings = 200;
const mostOrganisers = 20;
const policy =
  'Grant-CsApplicationAccessPolicy for them; it takes up to half an hour: see the README, “Remote sessions”';

/** Whose meetings may not be read, by asking for the newest remote session of each tutor. */
export async function checkOrganisers(c: Collections, reader: MeetingReader, now: Date): Promise<Finding[]> {
  const sessions = (await remoteSessions(c, now, mostMeetings)).filter((one) => isReported(one.session));
  const newest = new Map(sessions.toReversed().map((one) => [one.session.tutorIds.join(';'), one]));
  if (newest.size === 0)
    return [{ ...fine('no remote session with a link to its meeting yet'), todo: 'give join_url in sessions.csv' }];
  const found: Finding[] = [];
  for (const { session, tutors } of [...newest.values()].slice(-mostOrganisers)) {
    const { _id, joinUrl = '', startsAt, endsAt, tutorIds } = session;
    const read = await reader.read({ joinUrl, tutors, startsAt, endsAt });
    if (read.ok || read.kind === 'not-yet') continue;
    const whose = `${_id} (${tutorIds.join(', ')})`;
    if (read.kind === 'no-policy')
      found.push(
        wrong(`the meetings of organiser ${read.organiser}, session ${whose}, are not open to the bot`, policy),
      );
    else if (read.kind === 'no-right')
      return [
        wrong(
          'Graph lets the bot read no meetings',
          'consent OnlineMeetingArtifact.Read.All and OnlineMeetings.Read.All',
        ),
      ];
    else if (read.kind === 'no-meeting')
      found.push(wrong(`no meeting is known under the link of session ${whose}`, 'copy it whole from the invitation'));
    else found.push(wrong(`Graph answers ${read.code} for the meeting of session ${whose}`, 'try again later'));
  }
  return found.length > 0 ? found : [fine('attendance reports of remote sessions can be read')];
}

/** Whether reports of remote sessions can be read; nothing where that is off. */
export async function checkMeetings(
  env: NodeJS.ProcessEnv,
  mongo: { uri: string; database: string } | undefined,
): Promise<Finding[]> {
  if (env.GRAPH_REPORTS !== 'on') return [];
  try {
    const reader = meetingsOf(readSettings(env));
    await reader?.probe();
    if (!reader || !mongo) return [];
    const client = await connect(mongo.uri);
    const c = collectionsOf(client.db(mongo.database));
    return await checkOrganisers(c, reader, new Date()).finally(() => client.close());
  } catch (error) {
    return [
      wrong(`attendance reports: ${(error as Error).message}`, 'GRAPH_REPORTS needs Graph and the database: see above'),
    ];
  }
}
