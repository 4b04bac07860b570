// The stand-ins of the platforms (a folder with slack/fake-slack.mjs and dingtalk/fake-dingtalk.mjs, named by
// QUNDA_STANDINS) and a bot beside them, for the scripts that drive the bot through both.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, openSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

const folder = process.env.QUNDA_STANDINS ?? '';

// Ends the script, and says why, where something it needs is not there.
export function need(script, program) {
  const leave = (why) => {
    console.log(`${script}: left out: ${why}`);
    process.exit(0);
  };
  if (!folder) leave('QUNDA_STANDINS does not name the folder of the stand-ins');
  for (const file of ['slack/fake-slack.mjs', 'dingtalk/fake-dingtalk.mjs'])
    if (!existsSync(join(folder, file))) leave(`${join(folder, file)} is not there`);
  if (!existsSync(program)) leave(`${program} is not built: ./dev build release`);
  try {
    execFileSync('sqlite3', ['--version']);
  } catch {
    leave('sqlite3 is not installed');
  }
}

function firstLine(child) {
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve);
    child.once('exit', (code) => reject(new Error(`the stand-in ended with ${code}`)));
  });
}

export const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

// A connection a call: a kept one may be closed by the other side at the very moment it is used again, and nobody knows
// then whether the words were said.
function call(method, port, path, body) {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, method, agent: false, headers: { 'Content-Type': 'application/json' } },
                         async (answer) => {
      const pieces = [];
      for await (const piece of answer) pieces.push(piece);
      const text = Buffer.concat(pieces).toString('utf8');
      if (answer.statusCode === 200) resolve(JSON.parse(text));
      else reject(new Error(`${path}: ${answer.statusCode} ${text}`));
    });
    sent.once('error', reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

// Starts one: [script, arguments…]. What it says of itself, with get(path) and post(verb, body) for its control verbs.
export async function standin([script, ...flags], log, children) {
  const child = spawn(process.execPath, [join(folder, script), ...flags], { stdio: ['ignore', 'pipe', openSync(log, 'w')] });
  children.push(child);
  const it = JSON.parse(await firstLine(child));
  it.get = (path) => call('GET', it.port, `/control/${path}`);
  it.post = (verb, body) => call('POST', it.port, `/control/${verb}`, body);
  return it;
}

export async function end(children) {
  for (const child of children.reverse()) child.kill('SIGTERM');
  await sleep(300);
  for (const child of children) child.kill('SIGKILL');
}

export async function untilReady(base) {
  for (let i = 0; i < 200; ++i) {
    const ready = await fetch(`${base}/readyz`).then((r) => r.ok, () => false);
    if (ready) return;
    await sleep(50);
  }
  throw new Error('qunda serve does not become ready');
}

export function query(database, sql) {
  const out = execFileSync('sqlite3', ['-readonly', '-json', '-cmd', '.timeout 5000', database, sql], { maxBuffer: 1 << 28 });
  return out.length ? JSON.parse(out) : [];
}

// The bot's section for a stand-in and the secrets it names; `own`: it connects to the platform, instead of being called.
export const sections = {
  slack: (it, own) => `[slack]
enabled = true
${own ? 'mode = "socket"\napp_token_env = "STANDIN_SLACK_APP"' : 'signing_secrets_env = ["STANDIN_SLACK_SECRET"]'}
bot_token_env = "STANDIN_SLACK_TOKEN"
api_url = "${it.api_url}"
`,
  dingtalk: (it, own) => `[dingtalk]
enabled = true
app_secrets_env = ["STANDIN_DING_SECRET"]
robot_code = "${it.robot_code}"
corp_id = "${corp}"
bot_name = "HelpBot"
webhook_hosts = ["${it.base_url}"]
${own ? 'mode = "stream"\n' : ''}client_id = "${it.client_id}"
api_url = "${it.base_url}"
`,
};
export const corp = 'dingfakecorp0001';
export const secrets = {
  slack: (it) => ({ STANDIN_SLACK_SECRET: it.signing_secret, STANDIN_SLACK_TOKEN: it.bot_token, STANDIN_SLACK_APP: it.app_token }),
  dingtalk: (it) => ({ STANDIN_DING_SECRET: it.client_secret }),
};

// Starts `program` in `folder` with the knowledge `faq`, beside one stand-in, for a community of one workspace in which nobody is
// held back for asking fast. Its process, the address it listens on and its database.
export async function bot(program, { folder, name, it, workspace, own, faq, children }) {
  const port = await freePort();
  const config = join(folder, 'qunda.toml'), url = `http://127.0.0.1:${port}`;
  writeFileSync(join(folder, 'faq.md'), faq);
  writeFileSync(config, `[server]\nport = ${port}\n[storage]\npath = "qunda.db"\n${sections[name](it, own)}` +
                        `[[community]]\nname = "bench"\nlanguage = "en"\nworkspaces = ["${workspace}"]\n` +
                        'repeat_within = 0\nmember_per_minute = 0\ngroup_per_minute = 0\n');
  const environment = { ...process.env, ...secrets[name](it) };
  execFileSync(program, ['--config', config, 'import', join(folder, 'faq.md')], { env: environment });
  const log = openSync(join(folder, 'qunda.log'), 'w');
  const serving = spawn(program, ['--config', config, 'serve'], { env: environment, stdio: ['ignore', log, log] });
  children.push(serving);
  await untilReady(url);
  return { process: serving, url, database: join(folder, 'qunda.db') };
}

// What the journal of a stand-in has against the bot; `planned`: errors of calls that it was told to answer with.
export const violations = {
  async slack(it, planned = []) {
    const { entries } = await it.get('journal');
    if (!entries.length) throw new Error('the journal of the stand-in is empty');
    const bad = ['warning', 'event_given_up', 'subscription_disabled', 'socket_bad_message', 'internal_error', 'user_error'];
    return entries.filter((e) => bad.includes(e.kind) || (e.kind === 'api_call' && e.error && !planned.includes(e.error)));
  },
  async dingtalk(it) {
    return (await it.get('journal?kind=protocol_violation')).entries;
  },
};

// A table of [what, got, promised] for people.
export function report(heading, lines, found) {
  console.log(`\n${heading}`);
  for (const [what, got, promised] of lines)
    console.log(`  ${what.padEnd(40)} ${String(got).padStart(8)}${promised === undefined ? '' : `   promised: ${promised}`}`);
  for (const one of found.slice(0, 5)) console.log(`  violation: ${JSON.stringify(one).slice(0, 300)}`);
}
