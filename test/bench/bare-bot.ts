import { ActivityHandler, CloudAdapter } from 'botbuilder';
import { createServer, plugins } from 'restify';
import { type LoopbackPlace, loopbackParts } from '../teams/loopback-bot.ts';

/** The least there can be: botbuilder and restify, the same tokens checked, a constant card as the answer. */
const place = JSON.parse(process.env.BARE_BOT ?? '{}') as LoopbackPlace;
const { auth } = loopbackParts(place, { uri: '', database: '' });
const adapter = new CloudAdapter(auth);
const card = {
  type: 'AdaptiveCard',
  version: '1.5',
  body: [{ type: 'TextBlock', text: 'Saved 09:12 by Sam Lee', wrap: true }],
};

class BareBot extends ActivityHandler {
  protected override async onInvokeActivity() {
    return {
      status: 200,
      body: { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: card },
    };
  }
}
const bot = new BareBot();
const server = createServer({ name: 'bare' });
server.use(plugins.bodyParser({ mapParams: false }));
server.post('/api/messages', async (request, response) => {
  await adapter.process(request, response as never, (context) => bot.run(context));
});
process.on('disconnect', () => process.exit(0));
server.listen(0, '127.0.0.1', () => process.send?.({ port: server.address().port }));
