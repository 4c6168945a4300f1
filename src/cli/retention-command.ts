import { contestableDays } from '../domain/absence-notice.ts';
import { dayOf } from '../domain/calendar.ts';
import { count } from '../domain/count.ts';
import { usualRetention } from '../domain/retention.ts';
import { countOld, sentIn } from '../usecases/sending/retention.task.ts';
import { say } from './command.ts';
import { withDatabase } from './with-database.ts';

/** `cli retention`: how long each kind of data is kept, why, and what would go tonight; the exit code. */
export async function retentionCommand(): Promise<number> {
  return withDatabase(async ({ world }) => {
    const rules = world.retention ?? usualRetention;
    for (const { kind, before, count: old } of await countOld(world)) {
      const { what, keep, unit, why } = rules[kind];
      const after = unit === 'years' ? ' after the college year' : '';
      say(`${what} (${kind}): ${count(keep, unit.slice(0, -1))}${after}, ${why}`);
      say(`  from before ${dayOf(before)}: ${old === 0 ? 'nothing' : `${old} to go`}`);
    }
    const weeks = count(contestableDays / 7, 'week');
    say(`Words of a notice: until ${weeks} after its last day, and as long as it is undecided or contested.`);
    say('Words of a concern: never by age; the Safeguarding Team has them until it has handed them over.');
    say(`Texts and mails that came in: their words ${sentIn.wordsDays} days, that they came ${sentIn.days} days.`);
    say('The bot looks each night after 03:00. Other times: RETENTION, such as RETENTION=files:200,messages:900');
    return 0;
  });
}
