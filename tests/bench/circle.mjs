#!/usr/bin/env node
// The circle, closed two hundred times: 200 questions of 120 kinds asked of one bot through the stand-ins of both
// platforms, answered by moderators from the list of what is open, until every asker is told; then what the journals of
// the stand-ins and the bot's database say of it. QUNDA_STANDINS as in soak.mjs. Ends with 1 when a promise was broken.
//
//   QUNDA_STANDINS=… tests/bench/circle.mjs [--mode http|own] [--program build/release/qunda] [--keep]
//
// `own`: Socket Mode and Stream mode. Everybody asks in a place of their own, so that no platform's pace makes it long.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { corp, end, freePort, need, query, report, secrets, sections, standin, untilReady, violations } from './standins.mjs';

const { values: how } = parseArgs({
  options: {
    mode: { type: 'string', default: 'http' },
    program: { type: 'string', default: 'build/release/qunda' },
    keep: { type: 'boolean', default: false }, // the folder with database and logs
  },
});
need('circle', how.program);
const http = how.mode === 'http';
const kinds = 120, again = 80;

const things = ['Lanternix', 'Mossgate', 'Quillbus', 'Ravenfs', 'Saltpan', 'Tidewell', 'Umbrello', 'Vinegrid', 'Wickerd',
                'Yarrowdb', 'Zephyrmq', 'Ambertop'];
const troubles = [
  ['{} 的日志级别怎么改？', '请问怎么改 {} 的日志级别'],
  ['{} 连接池满了怎么办', '{} 的连接池满了，怎么办？'],
  ['How do I back up the data of {}?', 'backing up {} data, how do I do that?'],
  ['{} 支持国密证书吗', '请教，{} 支持国密证书吗？'],
  ['Does {} keep its order after a failover?', 'after a failover, does {} keep its order?'],
  ['{} 的线程数在哪里设置', '在哪里设置 {} 的线程数？'],
  ['Where does {} write its crash dumps?', 'on which path does {} write crash dumps?'],
  ['{} 升级以后控制台打不开', '升级 {} 以后控制台打不开，求助'],
  ['Can {} run on ARM machines?', 'running {} on ARM machines, can it?'],
  ['{} 的告警怎么发到群里', '怎么把 {} 的告警发到群里？'],
];
const wording = (kind, other) => troubles[kind % 10][other ? 1 : 0].replace('{}', things[Math.floor(kind / 10)]);
const answerOf = (kind) => `按手册第 ${1000 + kind} 节处理。`;
const all = [
  ...Array.from({ length: kinds }, (_, i) => ({ kind: i, text: wording(i, false), slack: i % 2 === 0 })),
  ...Array.from({ length: again }, (_, i) => ({ kind: i, text: wording(i, true), slack: i % 3 === 0 })),
];

async function until(holds, seconds, what) {
  for (const last = Date.now() + seconds * 1000; Date.now() < last; await sleep(250)) {
    const found = await holds();
    if (found) return found;
  }
  throw new Error(`waited ${seconds} s in vain: ${what}`);
}

const folder = mkdtempSync(join(tmpdir(), 'qunda-circle-'));
const children = [];
let broken = false;
try {
  const slack = await standin(['slack/fake-slack.mjs', '--port', '0', '--quiet', '--strict-scopes', '--rate-limits'],
                              join(folder, 'slack.log'), children);
  const ding = await standin(['dingtalk/fake-dingtalk.mjs', '--port', '0'], join(folder, 'dingtalk.log'), children);
  const port = await freePort();
  const bot = `http://127.0.0.1:${port}`;
  const mona = { slack: 'U0MOD00001', ding: (await ding.post('users', { name: 'Mona' })).staffId };
  writeFileSync(join(folder, 'qunda.toml'), `[server]
port = ${port}
[storage]
path = "circle.db"
${sections.slack(slack, !http)}${sections.dingtalk(ding, !http)}[[community]]
name = "circle"
language = "zh"
workspaces = ["slack:${slack.team_id}", "dingtalk:${corp}"]
moderators = ["slack:${slack.team_id}/${mona.slack}", "dingtalk:${corp}/${mona.ding}"]
moderators_group = "slack:${slack.team_id}/C0MODS0001"
answer_at = 90
`);
  const environment = { ...process.env, ...secrets.slack(slack), ...secrets.dingtalk(ding) };
  const log = openSync(join(folder, 'qunda.log'), 'w');
  const serving = spawn(how.program, ['--config', join(folder, 'qunda.toml'), 'serve'],
                        { env: environment, stdio: ['ignore', log, log] });
  children.push(serving);
  await untilReady(bot);
  await slack.post('config', http ? { mode: 'http', events_url: `${bot}/slack/events` } : { mode: 'socket' });
  if (!http) await slack.get('wait_socket?timeout_ms=15000');

  // A place of its own for each: who says something there, and what the bot has said there since.
  const room = async (at, name, user) =>
    (await slack.post('channel', { name: `${at}-${name}`, members: [user] })).channel.id;
  const slackSay = async (channel, user, text) => {
    const said = await slack.post('say', { channel, user, text: `@bot ${text}`, wait: true });
    const mention = (said.deliveries ?? []).find((one) => one.type === 'app_mention');
    if (mention?.outcome !== 'acked') throw new Error(`${text}: not acknowledged`);
  };
  const slackSaid = async (channel) =>
    (await slack.get(`channel/${channel}`)).messages.flatMap((one) => [one, ...(one.replies ?? [])])
      .filter((one) => one.user === slack.bot_user_id).map((one) => one.rendered ?? one.text);
  const dingSay = async (group, sender, text) => {
    const said = await ding.post('say', { group, sender, text, mode: http ? 'http' : 'stream',
                                          ...(http ? { callback_url: `${bot}/dingtalk/messages` } : {}) });
    if (!said.delivered) throw new Error(`${text}: not delivered`);
  };
  const dingSaid = async () => {
    const found = new Map();
    for (const one of (await ding.get('journal?kind=bot_message')).entries)
      if (!one.rejected) found.set(one.group, [...(found.get(one.group) ?? []), one]);
    return found;
  };

  const began = Date.now();
  for (const [i, one] of all.entries()) {
    one.who = `asker${i}`;
    if (one.slack) {
      one.id = (await slack.post('user', { name: one.who })).user.id;
      one.place = await room('ask', i, one.id);
      await slackSay(one.place, one.id, one.text);
    } else {
      one.place = `ask-${i}`;
      await dingSay(one.place, one.who, one.text);
    }
  }
  const repliesOf = async () => {
    const inDing = await dingSaid();
    return Promise.all(all.map(async (one) =>
      one.slack ? await slackSaid(one.place) : (inDing.get(one.place) ?? []).map((m) => JSON.stringify(m))));
  };
  const atLeast = (count) => async () => {
    const replies = await repliesOf();
    return replies.every((some) => some.length >= count) && replies;
  };
  const first = await until(atLeast(1), 120, 'everybody gets a number');
  const kindOf = new Map();
  for (const [i, [said]] of first.entries()) {
    const number = said.match(/#(\d+)/)?.[1];
    if (!number || kindOf.has(number)) throw new Error(`no number of its own: ${said}`);
    kindOf.set(number, all[i].kind);
  }

  // The moderators answer what they are shown until nothing is: each of them is shown, and may answer, what was asked on
  // the platform that names them (and whoever waits with it, wherever).
  let answers = 0, turn = 0;
  const ask = async (inSlack, text) => { // what the bot says to it
    const at = ++turn;
    if (!inSlack) {
      await dingSay(`mod-${at}`, 'Mona', text);
      return until(async () => (await dingSaid()).get(`mod-${at}`)?.map((m) => JSON.stringify(m)).join('\n'), 60, text);
    }
    const channel = await room('mod', at, mona.slack);
    await slackSay(channel, mona.slack, text);
    return until(async () => (await slackSaid(channel)).join('\n'), 60, text);
  };
  const nothing = { true: false, false: false };
  for (let round = 0; round < 80 && !(nothing.true && nothing.false); ++round) {
    const inSlack = round % 2 === 0;
    const said = await ask(inSlack, '待答');
    const listed = [...said.matchAll(/#(\d+) /g)].map(([, number]) => number).filter((n) => kindOf.has(n));
    nothing[inSlack] = listed.length === 0;
    for (const number of new Set(listed)) {
      await ask(inSlack, `答 #${number} ${answerOf(kindOf.get(number))}`);
      ++answers;
    }
  }
  const told = await until(atLeast(2), 180, 'everybody is told');
  await sleep(5000); // for what must not come
  const replies = await repliesOf();
  const once = replies.filter((some) => some.length === 2).length;
  const right = told.filter((some, i) => some[1].includes(answerOf(all[i].kind))).length;
  const last = await room('ask', 'last', all.find((one) => one.slack).id);
  await slackSay(last, all.find((one) => one.slack).id, wording(5, true));
  const next = await until(async () => (await slackSaid(last))[0], 30, 'the next asker');
  const took = (Date.now() - began) / 1000;

  const broke = [...await violations.slack(slack, ['ratelimited']), ...await violations.dingtalk(ding)];
  const database = join(folder, 'circle.db');
  const open = query(database, "SELECT COUNT(*) AS n FROM question WHERE state IN ('open', 'suggested', 'merged')")[0].n;
  const entries = query(database, "SELECT COUNT(*) AS n FROM entry WHERE state = 'canonical'")[0].n;
  const audited = query(database, "SELECT COUNT(*) AS n FROM audit WHERE action = 'answer'")[0].n;
  const lines = [
    ['questions asked', all.length], ['  in Slack', all.filter((one) => one.slack).length], ['answers given', answers],
    ['canonical entries', entries, answers], ['answers in the audit log', audited, answers],
    ['askers told exactly once', once, all.length], ['told what they asked', right, `≥ ${all.length * 0.95}`],
    ['still open', open, 0], ['protocol violations', broke.length, 0],
    ['the next is answered', next.includes(answerOf(5)) ? 'yes' : 'no', 'yes'], ['took', `${took.toFixed(0)} s`],
  ];
  broken = once !== all.length || right < all.length * 0.95 || open !== 0 || broke.length > 0 ||
           entries !== answers || audited !== answers || !next.includes(answerOf(5));
  report(`circle: ${http ? 'HTTP' : "the bot's own connections"}, both platforms${how.keep ? `, kept in ${folder}` : ''}`, lines, broke);
} finally {
  await end(children);
  if (!how.keep) rmSync(folder, { recursive: true, force: true });
}
process.exitCode = broken ? 1 : 0;
