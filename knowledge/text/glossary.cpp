#include "knowledge/text/glossary.hpp"

#include "knowledge/text/stem.hpp"
#include "knowledge/text/utf8.hpp"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <vector>

namespace knowledge::text {

namespace {

// One concept a row: its name, then every way to say it. English words of two parts are written together.
constexpr std::string_view rows[] = {
    // documents and learning
    "doc 文档 手册 doc docs document documents documentation manual",
    "example 例子 示例 样例 案例 范例 demo example sample",
    "tutorial 教程 入门 上手 指南 tutorial guide gettingstarted quickstart",
    "source_code 源码 源代码 sourcecode",
    "principle 原理 机制 principle mechanism internals",
    "difference 区别 差异 差别 不同点 不同 不一样 difference differ different versus vs",
    "advantage 优势 优点 好处 advantage benefit",
    "disadvantage 缺点 劣势 弊端 disadvantage drawback",
    "compare 对比 比较 相比 compare comparison",
    "recommend 推荐 建议 recommend suggest recommendation",
    "meaning 含义 意思 meaning mean",
    "purpose 作用 用途 干嘛用 有什么用 purpose role",
    "reason 原因 理由 reason cause",
    "plan 计划 规划 打算 roadmap plan",
    "support 支持 support supported supports",
    "problem 问题 毛病 problem issue trouble",
    "solution 解决 解决方案 解决办法 solution solve resolve workaround fix",
    // building and running
    "config 配置 设置 配 config configuration configure setting settings setup",
    "parameter 参数 parameter param parameters argument",
    "default 默认 缺省 default",
    "install 安装 装 install installation",
    "uninstall 卸载 uninstall remove",
    "deploy 部署 deploy deployment",
    "hot_deploy 热部署 热加载 热更新 动态更新 动态加载 hotdeploy hotreload hotload",
    "hot_upgrade 热升级 平滑升级 无损升级 hotupgrade smoothupgrade",
    "upgrade 升级 upgrade update",
    "downgrade 降级 downgrade fallback degrade",
    "migrate 迁移 迁到 迁 改造 切换 切到 换成 migrate migration switch",
    "release 发布 发版 上线 release publish launch",
    "version 版本 version",
    "start 启动 拉起 start startup boot",
    "stop 停止 停掉 关停 stop shutdown",
    "restart 重启 restart reboot",
    "run 运行 跑 run running",
    "build 构建 编译 打包 build compile package",
    "dependency 依赖 dependency dependencies depend",
    "plugin 插件 plugin addon",
    "extension 扩展 扩展点 拓展 extension extend spi",
    "custom 自定义 定制 custom customize customise",
    "integrate 集成 整合 接入 对接 integrate integration",
    "environment 环境 environment env",
    "production 生产 生产环境 线上 production prod",
    "staging 预发 预发布 staging",
    "testing 测试 用例 test testing",
    "benchmark 压测 基准测试 benchmark loadtest",
    "local 本地 local localhost",
    "image 镜像 image",
    "container 容器 container docker",
    "script 脚本 script",
    "command 命令 command cmd",
    "tool 工具 tool",
    "dynamic 动态 dynamic dynamically",
    "static 静态 static",
    "automatic 自动 automatic automatically auto",
    "manual_way 手动 手工 manually",
    "enable 开启 打开 启用 enable turnon",
    "disable 关闭 关掉 禁用 停用 disable turnoff",
    // trouble
    "error 报错 错误 出错 error err",
    "exception 异常 抛异常 exception throw",
    "fail 失败 不成功 fail failed failure",
    "timeout 超时 timeout timedout",
    "crash 崩溃 宕机 宕 挂了 挂掉 挂 crash down outage",
    "leak 泄漏 泄露 leak",
    "conflict 冲突 conflict",
    "duplicate 重复 duplicate repeated",
    "missing 丢失 丢 缺失 找不到 missing lost notfound",
    "slow 慢 很慢 太慢 卡 slow",
    "performance 性能 performance throughput",
    "latency 延迟 延时 耗时 latency delay",
    "retry 重试 retry retries",
    "recover 恢复 recover recovery",
    "debug 调试 排查 定位 debug troubleshoot diagnose",
    "log 日志 log logs logging",
    "print 打印 输出 print output",
    "bug bug 缺陷 bugs defect",
    "effective 生效 takeeffect effective",
    // systems
    "server 服务端 服务器 server",
    "client 客户端 client",
    "service 服务 service",
    "application 应用 应用程序 application app",
    "module 模块 module",
    "component 组件 component",
    "framework 框架 framework",
    "node 节点 node",
    "cluster 集群 cluster",
    "leader 主节点 leader master",
    "follower 从节点 follower slave",
    "replica 副本 replica",
    "election 选举 选主 election elect",
    "consistency 一致性 一致 强一致 consistency consistent consistently",
    "distributed 分布式 distributed",
    "microservice 微服务 microservice",
    "availability 高可用 可用性 availability ha",
    "failover 容灾 故障转移 failover disasterrecovery",
    "partition 分区 脑裂 partition splitbrain",
    "shard 分片 分库分表 分库 分表 shard sharding",
    "read_write_split 读写分离 主从 readwritesplitting",
    "scale 扩容 缩容 伸缩 扩缩容 scale scaling",
    "load_balance 负载均衡 loadbalance loadbalancing loadbalancer",
    "registry 注册中心 registry",
    "register 注册 register registration",
    "subscribe 订阅 subscribe subscription",
    "provider 提供方 提供者 生产者 provider producer",
    "consumer 消费方 消费者 订阅方 consumer",
    "heartbeat 心跳 heartbeat keepalive",
    "gateway 网关 gateway",
    "proxy 代理 proxy",
    "forward 转发 forward",
    "route 路由 route routing router",
    "traffic 流量 traffic",
    "rate_limit 限流 限速 ratelimit ratelimiting throttle",
    "circuit_breaker 熔断 circuitbreaker",
    "sampling 采样 采样率 sampling samplingrate sampler",
    "tracing 链路 链路追踪 调用链 trace tracing",
    "monitor 监控 monitor monitoring",
    "metric 指标 metric metrics",
    "alert 告警 报警 alert alarm",
    "report 上报 report",
    "schedule 调度 定时 schedule scheduling cron",
    "queue 队列 queue",
    "message 消息 message",
    "event 事件 event",
    "listener 监听 监听器 listener listen",
    "callback 回调 钩子 callback hook",
    "interceptor 拦截器 过滤器 interceptor filter",
    "thread 线程 thread",
    "thread_pool 线程池 threadpool",
    "concurrency 并发 concurrency concurrent parallel",
    "async 异步 async asynchronous",
    "sync 同步 sync synchronous synchronize",
    "connection 连接 链接 connection connect",
    "network 网络 network",
    "address 地址 address",
    "port 端口 port",
    "protocol 协议 protocol",
    "request 请求 request",
    "response 响应 返回 response return",
    "call 调用 call invoke invocation",
    "serialize 序列化 反序列化 serialize serialization deserialize deserialization",
    "header 请求头 消息头 header",
    "pass_through 透传 传递 passthrough propagate propagation",
    "encrypt 加密 encrypt encryption",
    "certificate 证书 certificate cert",
    "authentication 认证 鉴权 登录 authentication auth login",
    "permission 权限 授权 permission authorization",
    "security 安全 security secure",
    "user 用户 user",
    "password 密码 password",
    "tenant 租户 tenant namespace 命名空间",
    "isolate 隔离 isolate isolation",
    "group 分组 group",
    "label 标签 标识 label tag",
    // data
    "database 数据库 database db",
    "datasource 数据源 datasource",
    "table 表 table",
    "index_db 索引 index",
    "data 数据 data",
    "storage 存储 storage store",
    "cache 缓存 cache",
    "memory 内存 memory ram",
    "disk 磁盘 硬盘 disk",
    "file 文件 file",
    "directory 目录 文件夹 directory folder",
    "path 路径 path",
    "backup 备份 backup",
    "import 导入 import",
    "export 导出 export",
    "delete 删除 删 清理 清掉 清 delete cleanup clean clear",
    "create 创建 新建 create",
    "modify 修改 改了 更改 变更 modify change edit",
    "query 查询 query",
    "write 写入 write",
    "read 读取 read",
    "snapshot 快照 snapshot",
    "transaction 事务 transaction",
    "commit 提交 commit",
    "rollback 回滚 rollback",
    "compensate 补偿 compensate compensation",
    "lock 锁 lock",
    "deadlock 死锁 deadlock",
    "state_machine 状态机 statemachine",
    "state 状态 state status",
    "branch 分支 branch",
    "global 全局 global",
    "nested 嵌套 nested nest",
    "primary_key 主键 primarykey",
    "field 字段 field column",
    "format 格式 format",
    "size 大小 size",
    "limit 限制 上限 limit maximum max",
    "count 数量 个数 count number",
    "type 类型 type",
    "mode 模式 mode",
    "rule 规则 rule",
    "strategy 策略 strategy policy",
    "weight 权重 weight",
    "priority 优先级 优先 priority",
    "class 类 class",
    "method 方法 method function",
    "interface 接口 interface api",
    "annotation 注解 annotation",
    "inherit 继承 inherit inheritance",
    "object 对象 object",
    "variable 变量 variable",
    "language 语言 language",
    "context_word 上下文 context",
    "lifecycle 生命周期 lifecycle",
    "initialize 初始化 initialize initialization init",
    "load 加载 load loading",
    "scan 扫描 扫 scan",
    "parse 解析 parse",
    "inject 注入 inject injection",
    "binding 绑定 bind binding",
    "open_source 开源 opensource",
    "license 许可证 license licence",
    "community 社区 community",
    "contribute 贡献 contribute contribution",
    "compatible 兼容 compatible compatibility",
    "cross_datacenter 跨机房 异地 多活 crossdatacenter multidatacenter",
    "hardware 硬件 裸机 物理机 baremetal hardware",
    "operating_system 操作系统 operatingsystem os",
    "gpu 显卡 gpu",
    "train 训练 train training",
    "inference 推理 inference infer",
    "model 模型 model",
    "dataset 数据集 dataset",
    "accuracy 精度 准确率 accuracy precision",
};

template <class Add>
void each_word(Add add) {
    for (const std::string_view row : rows) {
        const std::string_view name = row.substr(0, row.find(' '));
        for (std::size_t from = name.size() + 1; from < row.size();) {
            const std::size_t to = std::min(row.find(' ', from), row.size());
            add(row.substr(from, to - from), name);
            from = to + 1;
        }
    }
}

bool is_latin(std::string_view word) {
    return static_cast<unsigned char>(word.front()) < 0x80;
}

struct han_entry {
    std::string_view word, name;
};

} // namespace

concept_match concept_at(std::string_view normalised, std::size_t at) {
    // By first character, the longest word first.
    static const auto table = [] {
        std::unordered_map<char32_t, std::vector<han_entry>> by_first;
        each_word([&](std::string_view word, std::string_view name) {
            std::size_t behind = 0;
            if (!is_latin(word)) by_first[next_code_point(word, behind)].push_back({word, name});
        });
        for (auto& [first, entries] : by_first)
            std::stable_sort(entries.begin(), entries.end(),
                             [](const han_entry& a, const han_entry& b) { return a.word.size() > b.word.size(); });
        return by_first;
    }();
    std::size_t behind_first = at;
    const auto found = table.find(next_code_point(normalised, behind_first));
    if (found == table.end()) return {};
    for (const han_entry& entry : found->second)
        if (normalised.substr(at).starts_with(entry.word)) return {entry.word.size(), entry.name};
    return {};
}

std::string_view concept_of(std::string_view stemmed) {
    static const auto stems = [] {
        std::vector<std::pair<std::string, std::string_view>> all;
        each_word([&](std::string_view word, std::string_view name) {
            if (is_latin(word)) all.emplace_back(stem(std::string(word)), name);
        });
        return all;
    }();
    static const std::unordered_map<std::string_view, std::string_view> table(stems.begin(), stems.end());
    const auto found = table.find(stemmed);
    return found == table.end() ? std::string_view{} : found->second;
}

} // namespace knowledge::text
