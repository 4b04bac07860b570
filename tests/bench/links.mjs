#!/usr/bin/env node
// The bot's own connections, Slack's Socket Mode and DingTalk's Stream mode, through a stand-in of each platform: how soon a
// mention is acknowledged at a steady rate, what 200 cuts lose, how soon the bot is back after a cut and after the platform
// was down. QUNDA_STANDINS as in soak.mjs. Ends with 1 when a promise was broken.
//
//   QUNDA_STANDINS=… tests/bench/links.mjs [--platform slack|dingtalk|both] [--rate 300] [--seconds 20] [--cuts 200]
//                                          [--down 60] [--program build/release/qunda] [--keep]
//
// The stand-in, this script and the bot share the machine, so what is measured is from above.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { bot, corp, end, freePort, need, query, report, standin, violations } from './standins.mjs';

const { values: how } = parseArgs({
  options: {
    platform: { type: 'string', default: 'both' },
    rate: { type: 'string', default: '300' }, // mentions a second
    seconds: { type: 'string', default: '20' },
    cuts: { type: 'string', default: '200' },
    down: { type: 'string', default: '60' }, // seconds
    program: { type: 'string', default: 'build/release/qunda' },
    keep: { type: 'boolean', default: false }, // the folder with database and logs
  },
});
need('links', how.program);

const rooms = 400;
const faq = `# links

## How do I reset the registry cache?

Run \`registry reset\` on every node.
`;

// What differs: how something is said, and how the journal calls what happened. Times are milliseconds.
const platforms = {
  slack: {
    script: (port) => ['slack/fake-slack.mjs', '--port', String(port), '--quiet', '--strict-scopes', '--retry-scale', '0.01',
                       '--mode', 'socket'],
    workspace: (it) => `slack:${it.team_id}`,
    async prepare(it) {
      const people = [(await it.post('user', { name: 'links' })).user.id];
      const made = [];
      for (let i = 0; i < rooms; ++i)
        made.push((await it.post('channel', { name: `links-${i}`, members: people })).channel.id);
      it.say = (i, text) => it.post('say', { channel: made[i % rooms], user: people[0], text: `@bot ${text}` })
        .then((said) => said.ts);
    },
    acknowledged: async (it) => (await it.get('journal?kind=event_attempt')).entries.filter((e) => e.ok).map((e) => e.ms),
    opened: 'hello', closed: 'socket_close', time: (entry) => Date.parse(entry.t),
    connections: async (it) => (await it.get('state')).sockets.length,
    planned: ['ratelimited'],
  },
  dingtalk: {
    script: (port) => ['dingtalk/fake-dingtalk.mjs', '--port', String(port), '--ack-timeout-ms', '3000', '--max-deliveries', '4'],
    workspace: () => `dingtalk:${corp}`,
    async prepare(it) {
      // Right after a cut the platform has nobody to hand it to and says so: the same message again.
      it.say = async (i, text) => {
        const words = { group: `links-${i % rooms}`, sender: 'Links', text, mode: 'stream' };
        let said = await it.post('say', words);
        for (let again = 0; said.reason === 'no stream connection' && again < 200; ++again) {
          await sleep(50);
          said = await it.post('say', { ...words, msg_id: said.msg_id });
        }
        return said.msg_id;
      };
    },
    acknowledged: async (it) => (await it.get('journal?kind=ack')).entries.map((e) => e.ms),
    opened: 'ws_open', closed: 'ws_close', time: (entry) => Date.parse(entry.at),
    connections: async (it) => (await it.get('state')).connections.length,
  },
};

const at = (values, share) => values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))];
const shown = (ms) => (ms === undefined ? 'none' : ms < 10_000 ? `${ms} ms` : `${(ms / 1000).toFixed(1)} s`);

async function until(holds, seconds, what) {
  for (const last = Date.now() + seconds * 1000; Date.now() < last; await sleep(20)) {
    const found = await holds();
    if (found) return found;
  }
  throw new Error(`waited ${seconds} s in vain: ${what}`);
}

async function measure(name) {
  const platform = platforms[name];
  const folder = mkdtempSync(join(tmpdir(), `qunda-links-${name}-`));
  const children = [];
  const lines = [];
  let broken = false;
  const line = (what, got, promised, holds = true) => {
    lines.push([what, got, promised]);
    broken ||= !holds;
  };
  try {
    const port = await freePort();
    const start = () => standin(platform.script(port), join(folder, 'standin.log'), children);
    let it = await start();
    const { process: serving, database } = await bot(how.program, { folder, name, it, faq, children,
      workspace: platform.workspace(it), own: true });
    const connected = () => until(() => platform.connections(it).then((n) => n > 0), 30, 'the bot connects');
    await connected();
    await platform.prepare(it);

    // A steady rate, open loop: the next is said when it is due, whatever became of the last.
    let asked = 0;
    const said = [];
    const ask = () => said.push(it.say(asked, `How do I reset the registry cache? ${asked++}`));
    await it.get('journal'); // the stand-in compiles what it needs
    const began = Date.now(), wanted = Number(how.rate) * Number(how.seconds);
    while (asked < wanted) {
      const due = Math.min(wanted, Math.floor(((Date.now() - began) / 1000) * Number(how.rate)));
      while (asked < due) ask();
      await sleep(1);
    }
    await Promise.all(said);
    const times = await until(async () => {
      const all = await platform.acknowledged(it);
      return all.length >= wanted && all;
    }, 30, 'all are acknowledged');
    line(`acknowledged at ${how.rate}/s, p50`, shown(at(times, 0.5)));
    line(`acknowledged at ${how.rate}/s, p99`, shown(at(times, 0.99)), '< 20 ms', at(times, 0.99) < 20);

    // Cuts, with somebody asking before, while and after.
    let most = 0, watching = true;
    const watch = (async () => {
      for (; watching; await sleep(5)) most = Math.max(most, await platform.connections(it));
    })();
    for (let i = 0; i < Number(how.cuts); ++i) {
      ask();
      await it.post('fault', { kind: 'close_socket', count: 1 });
      ask();
      await connected();
      ask();
    }
    watching = false;
    await watch;
    const sent = new Set(await Promise.all(said));
    const stored = () => new Set(query(database, 'SELECT message_id FROM question').map((row) => row.message_id));
    const missing = () => [...sent].filter((one) => !stored().has(one)).length;
    await until(() => missing() === 0, 30, 'everything is stored').catch(() => {});
    const { entries } = await it.get('journal');
    const gaps = [];
    let cut;
    for (const entry of entries) {
      if (entry.kind === platform.closed) cut ??= platform.time(entry);
      if (entry.kind !== platform.opened || cut === undefined) continue;
      gaps.push(platform.time(entry) - cut);
      cut = undefined;
    }
    line('cuts', how.cuts);
    line('questions asked meanwhile', Number(how.cuts) * 3);
    line('questions lost', missing(), 0, missing() === 0);
    line('live connections at most', most, '≤ 2', most <= 2);
    line('connected again after a cut, p50', shown(at(gaps, 0.5)), '< 1 s', at(gaps, 0.5) < 1000);
    line('connected again after a cut, at worst', shown(at(gaps, 1)));
    // A cut may take each acknowledgement of an event with it, until the stand-in, which is in a hurry here, tries no more: whether
    // the question is stored is counted above.
    const broke = (await violations[name](it, platform.planned)).filter((e) => e.kind !== 'event_given_up');

    // Down, and up again at the same address.
    const platformProcess = children.shift();
    platformProcess.kill('SIGKILL');
    await sleep(Number(how.down) * 1000);
    it = await start();
    const up = Date.now();
    await connected();
    const back = Date.now() - up;
    line(`connected again after ${how.down} s down`, shown(back), '< 5 s', back < 5000);
    await platform.prepare(it);
    const last = await it.say(0, 'How do I reset the registry cache? at last');
    await until(() => stored().has(last), 10, 'the first question after it');
    if (serving.exitCode !== null) throw new Error(`qunda ended with ${serving.exitCode}, see ${folder}/qunda.log`);
    broke.push(...await violations[name](it, platform.planned));
    line('protocol violations', broke.length, 0, broke.length === 0);
    report(`links: ${name}${how.keep ? `, kept in ${folder}` : ''}`, lines, broke);
    return !broken;
  } finally {
    await end(children);
    if (!how.keep) rmSync(folder, { recursive: true, force: true });
  }
}

for (const name of how.platform === 'both' ? ['slack', 'dingtalk'] : [how.platform])
  if (!(await measure(name))) process.exitCode = 1;
