#include "bot/config/schema.hpp"

namespace bot::config {

using namespace std::chrono_literals;

void server_keys(key_visitor& visit, server_settings& value) {
    visit.text("address", value.address, ip_address);
    visit.port("port", value.port);
    visit.path("tls_certificate", value.tls_certificate, path_rule::public_file);
    visit.path("tls_key", value.tls_key, path_rule::private_file);
    visit.number("connections_per_peer", value.connections_per_peer, 0, 1024);
    visit.duration("drain", value.drain, 0s, 5min);
}

void network_keys(key_visitor& visit, network_settings& value) {
    visit.flag("proxy_from_environment", value.proxy_from_environment);
    visit.flag("allow_private_addresses", value.allow_private_addresses);
}

void storage_keys(key_visitor& visit, storage_settings& value) {
    visit.path("path", value.path, path_rule::database);
}

void logging_keys(key_visitor& visit, logging_settings& value) {
    visit.text("level", value.level, log_level);
    visit.flag("member_text", value.member_text);
}

void slack_keys(key_visitor& visit, slack_settings& value) {
    visit.flag("enabled", value.enabled);
    visit.text("mode", value.mode, http_or_socket);
    visit.hidden_list("signing_secrets", value.signing_secrets, value.enabled && !value.by_socket());
    visit.hidden("app_token", value.app_token, value.by_socket());
    visit.hidden_if_named("bot_token", value.bot_token, value.enabled);
    visit.text("bot_user_id", value.bot_user_id, slack_id_or_nothing);
    visit.text("api_url", value.api_url, api_url);
    visit.texts("socket_hosts", value.socket_hosts, host_pattern);
    visit.flag("answer_outsiders", value.answer_outsiders);
    visit.flag("intro", value.intro);
    visit.text("working_emoji", value.working_emoji, emoji_or_nothing);
    visit.text("canonical_emoji", value.canonical_emoji, emoji_or_nothing);
    visit.text("solved_emoji", value.solved_emoji, emoji_or_nothing);
    visit.text("take_back_emoji", value.take_back_emoji, emoji_or_nothing);
    visit.text("client_id", value.client_id, one_line_or_nothing);
    visit.hidden("client_secret", value.client_secret, value.is_installable());
    visit.hidden("token_key", value.token_key, value.is_installable());
    visit.text("redirect_url", value.redirect_url, api_url_or_nothing);
}

void dingtalk_keys(key_visitor& visit, dingtalk_settings& value) {
    visit.flag("enabled", value.enabled);
    visit.text("mode", value.mode, http_or_stream);
    visit.hidden_list("app_secrets", value.app_secrets, value.enabled);
    visit.text("client_id", value.client_id, one_line_or_nothing);
    visit.text("robot_code", value.robot_code, one_line_or_nothing);
    visit.text("corp_id", value.corp_id, one_line_or_nothing);
    visit.text("bot_name", value.bot_name, one_line_or_nothing);
    visit.texts("webhook_hosts", value.webhook_hosts, host_and_port);
    visit.duration("signature_window", value.signature_window, 1s, 1h);
    visit.text("api_url", value.api_url, api_url);
    visit.texts("stream_hosts", value.stream_hosts, host_pattern);
    visit.text("oapi_url", value.oapi_url, api_url);
    visit.text("card_template", value.card_template, one_line_or_nothing);
    visit.text("card_callback_url", value.card_callback_url, api_url_or_nothing);
    visit.number("monthly_quota", value.monthly_quota, 0, 1'000'000'000);
}

void custom_robot_keys(key_visitor& visit, custom_robot_settings& value) {
    visit.text("name", value.name, plain_name);
    visit.hidden_if_named("access_token", value.access_token, true);
    visit.hidden_if_named("secret", value.sign_secret, true);
}

void retention_keys(key_visitor& visit, retention_settings& value) {
    const auto kept = [&visit](std::string_view key, std::chrono::seconds& how_long, std::chrono::seconds least) {
        visit.duration(key, how_long, least, 24h * 36500);
    };
    kept("question_texts", value.question_texts, 0s);
    kept("names", value.names, 0s);
    // Shorter, and what a platform sends again would be answered again.
    kept("deliveries", value.deliveries, 24h);
    kept("outbox", value.outbox, 24h);
    kept("audit", value.audit, 0s);
    kept("feedback", value.feedback, 0s);
}

void simulator_keys(key_visitor& visit, simulator_settings& value) {
    visit.flag("enabled", value.enabled);
    visit.flag("beyond_loopback", value.beyond_loopback);
    visit.texts("members", value.members, one_line);
}

namespace {

// What a group inherits from its community unless it says something else.
void inherited_keys(key_visitor& visit, group_settings& value) {
    visit.speaks("language", value.speaks.in);
    visit.texts("collections", value.collections, one_line);
    visit.percent("answer_at", value.at.answer_at);
    visit.percent("suggest_at", value.at.suggest_at);
    visit.flag("learn_from_log", value.learn_from_log);
    visit.text("no_answer", value.no_answer, paragraphs_or_nothing);
    visit.duration("context_expiry", value.context_expiry, 0s, 24h);
    visit.duration("correct_within", value.correct_within, 0s, std::chrono::days(30));
    visit.flag("language_as_asked", value.as_asked);
    visit.flag("answer_unmentioned", value.answer_unmentioned);
    visit.percent("unmentioned_at", value.unmentioned_at);
    visit.flag("answer_follow_ups", value.answer_follow_ups);
    visit.number("repeat_within", value.repeat_within, 0, 100);
    visit.number("member_per_minute", value.member_per_minute, 0, 10'000);
    visit.number("group_per_minute", value.group_per_minute, 0, 100'000);
    visit.text("quiet_hours", value.quiet_hours, hours_or_nothing);
    visit.number("wrong_streak", value.wrong_streak, 0, 100);
    visit.percent("careful_by", value.careful_by);
}

} // namespace

void community_keys(key_visitor& visit, community_settings& value) {
    visit.text("name", value.name, one_line);
    visit.text("timezone", value.timezone, time_zone);
    visit.workspaces("workspaces", value.workspaces);
    visit.flag("unlisted_groups", value.unlisted_groups);
    visit.workspace_members("moderators", value.workspaces, &workspace_settings::moderators);
    visit.workspace_members("trusted", value.workspaces, &workspace_settings::trusted);
    visit.text("moderators_group", value.moderators_group, group_or_nothing);
    visit.number("cards_per_hour", value.cards_per_hour, 0, 1000);
    visit.flag("weekly_review", value.weekly_review);
    visit.rows("synonyms", value.synonyms, synonym);
    inherited_keys(visit, value.defaults);
}

void group_keys(key_visitor& visit, group_settings& value) {
    visit.workspace("workspace", value);
    visit.group_id("id", value);
    visit.text("name", value.name, one_line_or_nothing);
    visit.group_members("moderators", value, &group_settings::moderators);
    visit.group_members("trusted", value, &group_settings::trusted);
    inherited_keys(visit, value);
}

} // namespace bot::config
