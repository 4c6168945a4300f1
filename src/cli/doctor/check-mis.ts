import { type Settings, SettingsMistakes } from '../../config/settings.ts';
import { misFileOf } from '../../senders.ts';
import type { Sender } from '../../usecases/core/delivery.ts';
import type { MisCounts } from '../../usecases/core/records/mis.ts';
import { type Finding, fine, wrong } from './finding.ts';

async function probed(what: string, probe: () => Promise<void>, todo: string): Promise<Finding> {
  try {
    await probe();
    return fine(what);
  } catch (error) {
    return wrong((error as Error).message, todo);
  }
}

async function checkFile(settings: Settings): Promise<Finding[]> {
  try {
    const file = misFileOf(settings);
    if (!file) return [];
    const todo = 'make the folder, or let this user write in it; missed days are written then';
    return [await probed('the folder of the MIS’s daily file can be written', () => file.writer.probe(), todo)];
  } catch (error) {
    if (!(error instanceof SettingsMistakes)) throw error;
    return error.mistakes.map((mistake) => wrong(mistake, 'see src/config/mis-templates for the shape'));
  }
}

/** Tries each way in which the MIS hears: a signed `ping` to its webhook, the daily file's folder and template. */
export async function checkMis(settings: Settings, mis: Sender | undefined): Promise<Finding[]> {
  const { file, readers } = settings.senders.mis;
  if (!mis && !file && !readers)
    return [{ ...fine('the MIS is told nothing'), todo: 'name webhook, file or read as MIS_SENDER if it should be' }];
  const found = await checkFile(settings);
  if (mis)
    found.unshift(
      await probed(
        'the MIS takes our events',
        () => mis.probe(),
        'check MIS_WEBHOOK_URL and MIS_WEBHOOK_KEYS with whoever runs the MIS; nothing is lost meanwhile',
      ),
    );
  const names = [...new Set(readers?.map((one) => one.name))];
  return readers ? [...found, fine(`/api/marks can be read by ${names.join(', ')}`)] : found;
}

const lateHours = 1;

/** What the MIS has not taken: waiting for long, refused, or failing just now. */
export function checkMisCounts({ waiting, oldestAt, refused, codes }: MisCounts, now: Date): Finding[] {
  const findings: Finding[] = [];
  const hours = oldestAt ? (now.getTime() - oldestAt.getTime()) / 3_600_000 : 0;
  const isAboutKeys = codes.some((code) => code === 'http-401' || code === 'http-403');
  if (hours >= lateHours)
    findings.push(
      wrong(
        `${waiting} events wait for the MIS, the oldest for ${Math.floor(hours)} hours${codes.length > 0 ? ` (${codes.join(', ')})` : ''}`,
        isAboutKeys
          ? 'the MIS does not take our keys: compare MIS_WEBHOOK_KEYS on both sides'
          : 'is the MIS up? They go out by themselves once it is',
      ),
    );
  else if (codes.length > 0)
    findings.push(
      wrong(`the last tries to reach the MIS failed: ${codes.join(', ')}`, 'nothing is lost; look again in an hour'),
    );
  if (refused > 0)
    findings.push(wrong(`the MIS refuses ${refused} events`, 'the MIS officer has a card that says why'));
  return findings.length > 0 ? findings : [fine('nothing waits for the MIS')];
}
