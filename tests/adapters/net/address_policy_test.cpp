#include "adapters/net/address_policy.hpp"

#include <catch2/catch.hpp>

using adapters::net::address_kind;
using adapters::net::kind_of;
using adapters::net::may_connect;

TEST_CASE("every address is of one kind", "[net]") {
    using enum address_kind;
    auto [address, kind] = GENERATE(table<const char*, address_kind>({
        {"93.184.216.34", global},
        {"0.0.0.0", unspecified},
        {"0.1.2.3", unspecified},
        {"9.255.255.255", global},
        {"10.0.0.0", private_network},
        {"10.255.255.255", private_network},
        {"11.0.0.0", global},
        {"100.63.255.255", global},
        {"100.64.0.1", private_network},
        {"100.100.100.200", private_network},
        {"100.128.0.0", global},
        {"127.0.0.1", loopback},
        {"127.255.255.254", loopback},
        {"128.0.0.1", global},
        {"169.254.169.254", link_local},
        {"172.15.255.255", global},
        {"172.16.0.1", private_network},
        {"172.31.255.255", private_network},
        {"172.32.0.0", global},
        {"192.0.0.8", reserved},
        {"192.168.1.1", private_network},
        {"192.169.0.0", global},
        {"223.255.255.255", global},
        {"224.0.0.1", multicast},
        {"239.1.1.1", multicast},
        {"240.0.0.1", reserved},
        {"255.255.255.255", reserved},
        {"::", unspecified},
        {"::1", loopback},
        {"::2", unspecified},
        {"::127.0.0.1", loopback},
        {"::ffff:127.0.0.1", loopback},
        {"::ffff:10.1.2.3", private_network},
        {"::ffff:a00:1", private_network},
        {"::ffff:93.184.216.34", global},
        {"64:ff9b::10.0.0.1", private_network},
        {"64:ff9b::93.184.216.34", global},
        {"64:ff9b:1::1", private_network},
        {"2002:a00:1::1", private_network},
        {"2002:5db8:d822::1", global},
        {"2606:2800:220:1::1", global},
        {"fbff::1", global},
        {"fc00::1", private_network},
        {"fd12:3456::1", private_network},
        {"fe80::1", link_local},
        {"fe80::1%eth0", link_local},
        {"febf::1", link_local},
        {"fec0::1", private_network},
        {"ff02::1", multicast},
        {"", unreadable},
        {"example.org", unreadable},
        {"127.1", unreadable},
        {"0x7f.0.0.1", unreadable},
        {"1.2.3.4.5", unreadable},
        {"[::1]", unreadable},
    }));
    INFO(address);
    CHECK(to_string(kind_of(address)) == to_string(kind));
}

TEST_CASE("where a host's name may lead", "[net]") {
    auto [what, host, address, allow_private, allowed] =
        GENERATE(table<const char*, const char*, const char*, bool, bool>({
            {"a public address", "oapi.dingtalk.com", "93.184.216.34", false, true},
            {"into the network", "oapi.dingtalk.com", "10.0.0.5", false, false},
            {"to this machine", "oapi.dingtalk.com", "127.0.0.1", false, false},
            {"to this machine in IPv6 clothes", "oapi.dingtalk.com", "::ffff:127.0.0.1", false, false},
            {"to a cloud's metadata", "oapi.dingtalk.com", "169.254.169.254", false, false},
            {"into the network, which is allowed", "gateway.corp", "10.0.0.5", true, true},
            {"this machine by its own name", "localhost", "127.0.0.1", false, true},
            {"a name that only begins so", "localhost.example.org", "127.0.0.1", false, false},
            {"a private address, written as such", "192.168.1.20", "192.168.1.20", false, true},
            {"this machine, written as an address", "::1", "::1", false, true},
            {"a short form of an address is a name", "127.1", "127.0.0.1", false, false},
            {"a number is a name", "2130706433", "127.0.0.1", false, false},
            {"no address at all", "example.org", "example.org", true, false},
        }));
    INFO(what);
    CHECK(may_connect(host, address, allow_private) == allowed);
}
