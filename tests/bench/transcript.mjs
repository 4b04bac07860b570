#!/usr/bin/env node
// What is said on both platforms from a question to its canonical answer and beyond, through the stand-ins: proposed below
// the question, accepted on the card, told to who asked on either platform, answered to the next; undone, merged,
// corrected, called off, and the audit of it. Prints Markdown: docs/transcript.md is its output. QUNDA_STANDINS as in circle.mjs.
//
//   QUNDA_STANDINS=… tests/bench/transcript.mjs [--program build/release/qunda] > docs/transcript.md
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { corp, end, freePort, need, secrets, sections, standin, untilReady, violations } from './standins.mjs';
import { teller } from './telling.mjs';

const { values: how } = parseArgs({ options: { program: { type: 'string', default: 'build/release/qunda' } } });
need('transcript', how.program);

const folder = mkdtempSync(join(tmpdir(), 'qunda-transcript-'));
const children = [];
let broken = [];
try {
  const slack = await standin(['slack/fake-slack.mjs', '--port', '0', '--quiet', '--strict-scopes'], join(folder, 'slack.log'), children);
  const ding = await standin(['dingtalk/fake-dingtalk.mjs', '--port', '0'], join(folder, 'dingtalk.log'), children);
  const port = await freePort(), bot = `http://127.0.0.1:${port}`;
  const member = async (name) => (await slack.post('user', { name })).user.id;
  const people = { Alice: await member('Alice'), Tina: await member('Tina'), Carol: await member('Carol'), Mona: 'U0MOD00001' };
  const help = (await slack.post('channel', { name: 'help', members: Object.values(people) })).channel.id;
  const mods = 'C0MODS0001';
  const staff = {};
  for (const name of ['Li', 'Wang', 'Mona']) staff[name] = (await ding.post('users', { name })).staffId;
  writeFileSync(join(folder, 'qunda.toml'), `[server]
port = ${port}
[storage]
path = "qunda.db"
${sections.slack(slack, false)}${sections.dingtalk(ding, false)}[[community]]
name = "tea"
language = "zh"
repeat_within = 0
workspaces = ["slack:${slack.team_id}", "dingtalk:${corp}"]
moderators = ["slack:${slack.team_id}/${people.Mona}", "dingtalk:${corp}/${staff.Mona}"]
trusted = ["slack:${slack.team_id}/${people.Tina}"]
moderators_group = "slack:${slack.team_id}/${mods}"
`);
  const environment = { ...process.env, ...secrets.slack(slack), ...secrets.dingtalk(ding) };
  const qunda = (...words) => execFileSync(how.program, ['--config', join(folder, 'qunda.toml'), ...words], { env: environment, encoding: 'utf8' });
  const log = openSync(join(folder, 'qunda.log'), 'w');
  children.push(spawn(how.program, ['--config', join(folder, 'qunda.toml'), 'serve'], { env: environment, stdio: ['ignore', log, log] }));
  await untilReady(bot);
  await slack.post('config', { mode: 'http', events_url: `${bot}/slack/events`, interactivity_url: `${bot}/slack/interactivity` });

  const { inSlack, inDing, press, replies } = teller({
    slack, rooms: { [help]: '#help', [mods]: '#moderators' }, ding, groups: { 'tea room': 'DingTalk' },
    people, staff, deliver: { mode: 'http', callback_url: `${bot}/dingtalk/messages` },
  });
  const scene = (title) => console.log(`\`\`\`\n\n## ${title}\n\n\`\`\`text`);

  console.log('# From a question to its answer, as it is said\n\nWhat members and moderators write and what Qunda says to it, on both platforms, as the stand-ins of the platforms recorded it\n' +
              '(`QUNDA_STANDINS=… tests/bench/transcript.mjs > docs/transcript.md`).\n\n## Asked, proposed, accepted, told\n\n```text');
  const asked = await inSlack('Alice', 'kettle 的水垢怎么清理？');
  await inDing('Li', '请问怎么清理 kettle 的水垢');
  await inDing('Wang', '怎么清理 kettle 的水垢呢？');
  await inSlack('Tina', '用白醋泡半小时，再煮一遍清水。', { thread: asked, quietly: true });
  await sleep(10000); // a card shows what changes it every ten seconds
  await replies();
  await press('Mona', '采纳 #1', mods);
  scene('The next who asks is answered');
  await inSlack('Carol', 'kettle 的水垢要怎么清理啊');
  scene('Corrected where it was posted');
  await inSlack('Mona', '修改 e1 用柠檬酸泡半小时，再煮一遍清水。', { channel: mods });
  await inSlack('Mona', '更正 e1', { channel: mods });
  scene('Undone');
  await inSlack('Mona', '撤销', { channel: mods });
  await inSlack('Mona', '更正 e1', { channel: mods });
  scene('Asked otherwise, merged, answered once');
  await inSlack('Alice', 'samovar 漏水找谁修？');
  await inDing('Li', '茶炊滴水了，送到哪里修理？');
  await inSlack('Mona', '合并 #5 #4', { channel: mods });
  await inSlack('Mona', '答 #4 三楼工具间，找老周。', { channel: mods });
  scene('Called off');
  await inSlack('Mona', '停用 e2', { channel: mods });
  await inSlack('Mona', '更正 e2', { channel: mods });
  scene('Answered in DingTalk, told in Slack');
  await inSlack('Carol', '茶室周末几点关门？');
  await inDing('Wang', '请问茶室周末几点关门');
  await inDing('Mona', '答 #7 晚上十点。');
  scene('Who may not');
  await inSlack('Alice', '停用 e1');
  scene('The audit of it (`qunda audit`), by ids');
  process.stdout.write(qunda('audit'));
  console.log('```');
  broken = [...await violations.slack(slack, ['ratelimited']), ...await violations.dingtalk(ding)];
  for (const one of broken) console.error(`violation: ${JSON.stringify(one).slice(0, 300)}`);
} finally {
  await end(children);
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = broken.length ? 1 : 0;
