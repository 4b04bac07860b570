#!/usr/bin/env node
// The soak: thousands of mentions through a stand-in of a platform, 5 % of them delivered twice, with faults armed all the
// way; afterwards the stand-in's journal and the bot's database must agree that nothing was lost and nothing was answered
// twice. Needs the stand-ins of the platforms (a folder with slack/fake-slack.mjs and dingtalk/fake-dingtalk.mjs) in
// QUNDA_STANDINS, node 20 and sqlite3; says so when they are absent. Ends with 1 when a promise was broken.
//
//   QUNDA_STANDINS=… tests/bench/soak.mjs [--platform slack|dingtalk|both] [--mode http|socket|stream]
//                                         [--mentions 10000] [--channels 500] [--program build/release/qunda]
//
// The defaults leave time for the platforms' own rates (Slack: a message a second and channel; DingTalk: 20 a minute and
// group): with 500 channels everybody asks 20 times there.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { bot, corp, end, need, query, report, standin, violations } from './standins.mjs';

const { values: how } = parseArgs({
  options: {
    platform: { type: 'string', default: 'both' },
    mode: { type: 'string', default: 'http' },
    mentions: { type: 'string', default: '10000' },
    channels: { type: 'string', default: '500' },
    'at-once': { type: 'string', default: '32' },
    patience: { type: 'string', default: '600' }, // seconds for the last replies
    program: { type: 'string', default: 'build/release/qunda' },
    keep: { type: 'boolean', default: false }, // the folder with database and logs
  },
});
const mentions = Number(how.mentions);
const channels = Math.min(Number(how.channels), mentions);

need('soak', how.program);

const faq = `# soak

## How do I reset the registry cache?

Run \`registry reset\` on every node.

## SOFATracer 的采样率要在每个服务上都配置吗？

只在请求经过的**入口服务**配置一次就可以。
`;
const questions = [
  (word) => `How do I reset the registry cache? ${word}`,
  (word) => `SOFATracer 的采样率要在每个服务上都配置吗 ${word}`,
  (word) => `the registry cache is odd ${word}`,
  (word) => `what is the weather in ${word} like tomorrow?`,
];
const wordOf = (i) => `q${String(i).padStart(6, '0')}q`;

// Which faults are armed right before mention number i; `armed` counts them by name.
function faultsBefore(i, names, armed) {
  const schedule = [
    [20, 7, names.redeliver],
    [100, 31, names.drop_ack],
    [200, 11, names.throttled],
    [200, 61, names.broken],
    [200, 111, names.answer_lost],
    [200, 161, names.request_lost],
    [200, 181, how.mode === 'http' ? null : names.socket_cut],
  ];
  const due = schedule.filter(([every, at, fault]) => fault && i % every === at).map(([, , fault]) => fault(wordOf(i)));
  for (const { kind } of due) armed[kind] = (armed[kind] ?? 0) + 1;
  return due;
}

const platforms = {
  slack: {
    script: ['slack/fake-slack.mjs', '--port', '0', '--quiet', '--strict-scopes', '--retry-scale', '0.01'],
    workspace: (it) => `slack:${it.team_id}`,
    faults: {
      redeliver: (word) => ({ kind: 'redeliver', type: 'app_mention', match: word }),
      drop_ack: (word) => ({ kind: 'drop_ack', match: word }),
      throttled: () => ({ kind: 'throttle_429', method: 'chat.postMessage', retry_after: 1 }),
      broken: () => ({ kind: 'http_500', method: 'chat.postMessage' }),
      answer_lost: () => ({ kind: 'drop_response', method: 'chat.postMessage' }),
      request_lost: () => ({ kind: 'drop_request', method: 'chat.postMessage' }),
      socket_cut: () => ({ kind: 'close_socket' }),
    },
    async prepare(it) {
      this.people = [];
      for (let i = 0; i < 20; ++i) this.people.push((await it.post('user', { name: `soak${i}` })).user.id);
      this.rooms = [];
      for (let i = 0; i < channels; ++i)
        this.rooms.push((await it.post('channel', { name: `soak-${i}`, members: this.people })).channel.id);
      await it.post('config', { mode: how.mode, events_url: `${it.bot}/slack/events` });
      if (how.mode !== 'http') await it.get('wait_socket?timeout_ms=15000');
    },
    async say(it, i, text) {
      const channel = this.rooms[i % channels];
      const user = this.people[Math.floor(i / channels) % this.people.length];
      const said = await it.post('say', { channel, user, text: `@bot ${text}`, wait: true });
      const mention = (said.deliveries ?? []).find((one) => one.type === 'app_mention');
      return { key: `${channel} ${said.ts}`, message: said.ts, room: channel, acknowledged: mention?.outcome === 'acked' };
    },
    // How many replies each question got: key → count.
    async replies(it) {
      const seen = new Map();
      for (const room of this.rooms) {
        const { messages } = await it.get(`channel/${room}`);
        for (const one of messages)
          seen.set(`${room} ${one.ts}`, (one.replies ?? []).filter((r) => r.user === it.bot_user_id).length);
      }
      return seen;
    },
  },
  dingtalk: {
    script: ['dingtalk/fake-dingtalk.mjs', '--port', '0', '--http-retries', '2', '--ack-timeout-ms', '3000', '--max-deliveries', '4'],
    workspace: () => `dingtalk:${corp}`,
    faults: {
      redeliver: () => ({ kind: 'redeliver', target: 'message', gap_ms: 50 }),
      drop_ack: how.mode === 'http' ? null : () => ({ kind: 'drop_ack' }), // there is no such thing over HTTP
      throttled: () => ({ kind: 'throttle_429', target: 'session' }),
      broken: () => ({ kind: 'http_500', target: 'session' }),
      answer_lost: () => ({ kind: 'lost_reply', target: 'session' }),
      request_lost: () => ({ kind: 'reset', target: 'session' }),
      socket_cut: () => ({ kind: 'close_socket', count: 1 }),
    },
    async prepare() {},
    async say(it, i, text) {
      const group = `soak-${i % channels}`;
      const words = { group, sender: `Soak${Math.floor(i / channels)}`, text, mode: how.mode,
                      ...(how.mode === 'http' ? { callback_url: `${it.bot}/dingtalk/messages` } : {}) };
      let said = await it.post('say', words);
      // Right after a cut the platform has nobody to hand it to and says so: the same message again, for an armed
      // redelivery may have handed over a copy a moment later.
      for (let again = 0; said.reason === 'no stream connection' && again < 200; ++again) {
        await sleep(100);
        said = await it.post('say', { ...words, msg_id: said.msg_id });
      }
      // Each member asks once in each group, so the mention in a reply tells which question it is to.
      return { key: `${group} ${said.sender_staff_id}`, message: said.msg_id, room: group, acknowledged: said.delivered };
    },
    async replies(it) {
      const seen = new Map();
      const { entries } = await it.get('journal?kind=bot_message');
      for (const one of entries) {
        const key = `${one.group} ${one.mentions?.shown?.[0]?.staff_id ?? one.mentions?.shown?.[0] ?? '?'}`;
        if (!one.rejected) seen.set(key, (seen.get(key) ?? 0) + 1);
      }
      return seen;
    },
  },
};

// What the stand-in answers because we told it to.
const planned = ['throttle_429', 'http_500', 'drop_response', 'drop_request', 'ratelimited'];

const stateOf = (database) => ({
  questions: query(database, 'SELECT COUNT(*) AS n FROM question')[0].n,
  ...Object.fromEntries(query(database, 'SELECT state, COUNT(*) AS n FROM outbox GROUP BY state').map((r) => [r.state, r.n])),
});

async function soak(name) {
  const platform = platforms[name];
  const folder = mkdtempSync(join(tmpdir(), `qunda-soak-${name}-`));
  const children = [];
  try {
    const it = await standin(platform.script, join(folder, 'standin.log'), children);
    const { process: serving, url, database } = await bot(how.program, { folder, name, it, faq, children,
      workspace: platform.workspace(it), own: how.mode !== 'http' });
    it.bot = url;
    await platform.prepare(it);

    const began = Date.now();
    const armed = {};
    const said = [];
    let next = 0;
    const speak = async () => {
      for (let i = next++; i < mentions; i = next++) {
        for (const fault of faultsBefore(i, platform.faults, armed)) await it.post('fault', fault);
        said.push(await platform.say(it, i, questions[i % questions.length](wordOf(i))));
      }
    };
    await Promise.all(Array.from({ length: Number(how['at-once']) }, speak));
    const spoke = (Date.now() - began) / 1000;

    // Deliveries and replies still under way, and doubts that are still asked about: until nothing has moved for 40 s.
    const until = Date.now() + Number(how.patience) * 1000;
    let states = stateOf(database);
    const unsettled = () => states.pending || states.sending || states.uncertain || states.questions < said.length;
    for (let moved = Date.now(); Date.now() < until && unsettled();) {
      if (Date.now() - moved > 40_000) break;
      await sleep(500);
      const now = stateOf(database);
      if (JSON.stringify(now) !== JSON.stringify(states)) moved = Date.now();
      states = now;
    }
    const took = (Date.now() - began) / 1000;

    const stored = new Set(query(database, 'SELECT message_id FROM question').map((row) => row.message_id));
    const rows = query(database, 'SELECT q.message_id AS message, o.state FROM outbox o JOIN question q ON q.id = o.question_id');
    const fate = new Map(rows.map((row) => [row.message, row.state]));
    const replies = await platform.replies(it);
    const unanswered = said.filter((one) => !replies.get(one.key));
    const ofKind = (list, state) => list.filter((one) => fate.get(one.message) === state).length;
    const broken = await violations[name](it, planned);
    if (serving.exitCode !== null) throw new Error(`qunda ended with ${serving.exitCode}, see ${folder}/qunda.log`);
    return {
      folder, took, spoke, armed, violations: broken,
      said: said.length, stored: stored.size,
      acknowledged: said.filter((one) => one.acknowledged).length,
      // Acknowledged and not stored, or stored with a reply that nobody saw although it is said to be sent.
      lost: said.filter((one) => one.acknowledged && !stored.has(one.message)).length + ofKind(unanswered, 'sent'),
      twice: said.filter((one) => (replies.get(one.key) ?? 0) > 1).length,
      answered: said.length - unanswered.length,
      doubtful: rows.filter((row) => row.state === 'uncertain').length,
      doubtful_and_not_there: ofKind(unanswered, 'uncertain'),
      failed: ofKind(unanswered, 'failed'),
      waiting: ofKind(unanswered, 'pending') + ofKind(unanswered, 'sending'),
    };
  } finally {
    await end(children);
    if (!how.keep) rmSync(folder, { recursive: true, force: true });
  }
}

let broken = false;
for (const name of how.platform === 'both' ? ['slack', 'dingtalk'] : [how.platform]) {
  const r = await soak(name);
  const bad = r.lost || r.stored !== r.said || r.twice || r.violations.length || r.acknowledged !== r.said || r.failed;
  broken ||= Boolean(bad);
  const lines = [
    ['mentions said', r.said], ['  acknowledged', r.acknowledged], ['  said in', `${r.spoke.toFixed(0)} s`],
    ['questions stored', r.stored, r.said],
    ['questions lost', r.lost, 0], ['answered twice', r.twice, 0], ['protocol violations', r.violations.length, 0],
    ['answered', r.answered], ['uncertain', r.doubtful], ['  of which not there', r.doubtful_and_not_there],
    ['failed', r.failed, 0], ['still waiting at the end', r.waiting, 0], ['all settled after', `${r.took.toFixed(0)} s`],
    ...Object.entries(r.armed).map(([kind, n]) => [`fault ${kind}`, n]),
  ];
  report(`soak: ${name}, ${how.mode} mode, ${channels} channels${how.keep ? `, kept in ${r.folder}` : ''}`, lines, r.violations);
}
process.exitCode = broken ? 1 : 0;
