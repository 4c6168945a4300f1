import { readSettings } from '../../config/settings.ts';
import { graphOf } from '../../senders.ts';
import { type Finding, fine, wrong } from './finding.ts';

/** Whether the app is in the catalogue and accounts may be looked up; only an installation shows whether it is allowed. Nothing where that is off. */
export async function checkInstall(env: NodeJS.ProcessEnv, graph?: { probe(): Promise<void> }): Promise<Finding[]> {
  if (env.GRAPH_INSTALL !== 'on') return [];
  try {
    await (graph ?? graphOf(readSettings(env), String))?.probe();
    return [fine('the app is in your organisation’s catalogue, and accounts can be looked up')];
  } catch (error) {
    const needs = 'AppCatalog.Read.All, TeamsAppInstallation.ReadWriteSelfForUser.All and User.Read.All';
    return [
      wrong(
        (error as Error).message,
        `the app must stand in the Teams admin centre under Manage apps, and GRAPH_INSTALL needs Graph ${needs}`,
      ),
    ];
  }
}
