import { readSettings } from '../../config/settings.ts';
import { graphOf } from '../../senders.ts';
import { type Finding, fine, wrong } from './finding.ts';

/** Whether Graph can install the app: it is in the catalogue, and may be asked for. Nothing where that is off. */
export async function checkInstall(env: NodeJS.ProcessEnv, graph?: { probe(): Promise<void> }): Promise<Finding[]> {
  if (env.GRAPH_INSTALL !== 'on') return [];
  try {
    await (graph ?? graphOf(readSettings(env), String))?.probe();
    return [fine('the app is in your organisation’s catalogue, and can be installed for people')];
  } catch (error) {
    const needs = 'AppCatalog.Read.All, TeamsAppInstallation.ReadWriteSelfForUser.All and User.ReadBasic.All';
    return [wrong((error as Error).message, `upload the app in the Teams admin centre; GRAPH_INSTALL needs ${needs}`)];
  }
}
