import { execFileSync } from 'node:child_process';
import { request } from 'node:http';
import { createServer, type Server } from 'node:https';
import { listen, shut } from '../support/listen.ts';

/** Where the pages stand for the world. */
export const appHost = 'attendance.brookvale.example';
/** A site that is not Teams and frames the pages all the same. */
export const strangeHost = 'teams-microsoft.example';

/** The list that teams-js asks Microsoft for. */
const validOrigins = ['teams.microsoft.com', 'teams.cloud.microsoft'];

/** What Teams says of itself and of who looks: the person's token (none: Teams refuses one), its theme, and the page a card led to. */
export type TeamsSays = { token?: string; theme?: string; subPageId?: string };

/**
 * The window of Teams as teams-js meets it: it frames the tab as Teams does, answers the messages of the library, keeps
 * what was asked, and tells of another theme.
 */
const hostPage = ({ token, theme = 'default', subPageId }: TeamsSays) => `<!doctype html><title>Teams</title>
<iframe name="tab" title="Attendance" width="1200" height="800" src="https://${appHost}/p/"
 sandbox="allow-forms allow-modals allow-popups allow-popups-to-escape-sandbox allow-pointer-lock allow-scripts allow-same-origin allow-downloads"></iframe>
<script>
const asked = [];
const tab = document.querySelector('iframe');
const context = ${JSON.stringify({ theme, subEntityId: subPageId ?? '', entityId: 'pages', locale: 'en-gb', hostClientType: 'web', frameContext: 'content' })};
const answers = {
  initialize: ['content', 'web', JSON.stringify({ apiVersion: 4, hostVersionsInfo: {}, isLegacyTeams: false, supports: { pages: {}, teamsCore: {} } }), '2.58.0'],
  getContext: [context],
  'authentication.getAuthToken': ${JSON.stringify(token ? [true, token] : [false, 'consent_required'])},
};
addEventListener('message', ({ source, origin, data }) => {
  if (source !== tab.contentWindow || origin !== 'https://${appHost}') return;
  asked.push([data.func, ...(data.args ?? [])].filter((one) => typeof one === 'string').join(' '));
  if (answers[data.func]) source.postMessage({ id: data.id, uuid: data.uuid, args: answers[data.func] }, origin);
});
const setTheme = (theme) => { context.theme = theme; tab.contentWindow.postMessage({ func: 'themeChange', args: [theme] }, 'https://${appHost}'); };
</script>`;

/**
 * One server with TLS for every name a browser is led to it for: Teams, a strange site, the pages (passed on to the bot
 * as a proxy does), and Microsoft's list of who may frame them.
 */
export class TeamsWindow {
  says: TeamsSays = {};
  #server!: Server;
  port = 0;

  static async open(botPort: () => number): Promise<TeamsWindow> {
    const window = new TeamsWindow();
    const pem = execFileSync(
      'openssl',
      'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=loopback -keyout - -out -'.split(
        ' ',
      ),
      { stdio: ['ignore', 'pipe', 'ignore'] },
    );
    window.#server = createServer({ key: pem, cert: pem }, (asked, answer) => {
      const host = (asked.headers.host ?? '').replace(/:\d+$/, '');
      const send = (status: number, type: string, text: string) => {
        answer.writeHead(status, { 'content-type': type, 'access-control-allow-origin': '*' });
        answer.end(text);
      };
      if (host === 'teams.microsoft.com' || host === strangeHost) return send(200, 'text/html', hostPage(window.says));
      if (host === 'res.cdn.office.net') return send(200, 'application/json', JSON.stringify({ validOrigins }));
      if (host !== appHost) return send(404, 'text/plain', 'nobody here');
      const on = request(
        { port: botPort(), host: '127.0.0.1', method: asked.method, path: asked.url, headers: asked.headers },
        (given) => {
          answer.writeHead(given.statusCode ?? 502, given.headers);
          given.pipe(answer);
        },
      );
      on.on('error', () => send(502, 'text/plain', 'the bot is away'));
      asked.pipe(on);
    });
    window.port = await listen(window.#server as never);
    return window;
  }

  close(): Promise<void> {
    return shut(this.#server as never);
  }
}
