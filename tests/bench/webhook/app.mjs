// The app a bot on @slack/bolt cannot be smaller than: it checks the signature, takes the event apart, acknowledges and
// dispatches a mention to a listener that does nothing. No database, no matching, no answer.
import bolt from '@slack/bolt';

const receiver = new bolt.HTTPReceiver({ signingSecret: process.env.BENCH_SLACK_SECRET, logLevel: 'error' });
const app = new bolt.App({
  receiver,
  logLevel: 'error',
  authorize: async () => ({ botToken: process.env.BENCH_SLACK_TOKEN, botId: 'B0BENCHBOT', botUserId: 'U0BENCHBOT' }),
});
app.event('app_mention', async () => {});
await app.start({ host: '127.0.0.1', port: Number(process.env.PORT) });
