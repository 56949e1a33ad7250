-- Wireshark dissector of Rhumb's overlay header, version 2: docs/protocol/overlay-header.md.
-- Copy to ~/.local/lib/wireshark/plugins, or: wireshark -X lua_script:deploy/wireshark/rhumb.lua
-- Encrypted packets show their clear part; `rhumb capture` writes opened ones, which show everything.

local rhumb = Proto("rhumb", "Rhumb overlay header")

local MODES = { [0] = "clear", [1] = "authenticated", [2] = "encrypted" }
local TYPES = { [0] = "data", [1] = "path probe", [2] = "path report", [3] = "link report",
  [4] = "NACK", [5] = "repair", [6] = "trace request", [7] = "trace answer" }
local CLASSES = {
  [0] = "signalling", [1] = "audio", [2] = "video-key", [3] = "video",
  [4] = "live", [5] = "bulk", [6] = "default", [7] = "log",
}

local f = rhumb.fields
f.version = ProtoField.uint8("rhumb.version", "Version", base.DEC, nil, 0xf0)
f.mode = ProtoField.uint8("rhumb.mode", "Mode", base.DEC, MODES, 0x0f)
f.sender_generation = ProtoField.uint8("rhumb.sender_generation", "Sender key generation")
f.receiver_generation = ProtoField.uint8("rhumb.receiver_generation", "Receiver key generation")
f.lane = ProtoField.uint8("rhumb.lane", "Lane")
f.life = ProtoField.uint32("rhumb.life", "Life")
f.link_seq = ProtoField.uint32("rhumb.link_seq", "Link sequence number")
f.type = ProtoField.uint8("rhumb.type", "Type", base.DEC, TYPES)
f.flags = ProtoField.uint8("rhumb.flags", "Flags", base.HEX)
f.answer = ProtoField.bool("rhumb.flags.answer", "Answer to the client", 8, nil, 0x01)
f.backup = ProtoField.bool("rhumb.flags.backup", "On a path that is not the first", 8, nil, 0x02)
f.copied = ProtoField.bool("rhumb.flags.copied", "A copy travels elsewhere", 8, nil, 0x04)
f.inner_dscp = ProtoField.uint8("rhumb.inner_dscp", "Inner DSCP", base.DEC, nil, 0xfc)
f.inner_ecn = ProtoField.uint8("rhumb.inner_ecn", "Inner ECN", base.DEC, nil, 0x03)
f.class = ProtoField.uint8("rhumb.class", "Class", base.DEC, CLASSES, 0xf0)
f.hops = ProtoField.uint8("rhumb.hops", "Hops left", base.DEC, nil, 0x0f)
f.departure = ProtoField.uint32("rhumb.departure_us", "Link departure time (us)")
f.source = ProtoField.uint16("rhumb.source_pop", "Source PoP")
f.target = ProtoField.uint16("rhumb.target_pop", "Target PoP")
f.service = ProtoField.uint16("rhumb.service", "Service")
f.path_tag = ProtoField.uint8("rhumb.path_tag", "Path tag")
f.labels = ProtoField.uint8("rhumb.labels", "Labels", base.DEC, nil, 0xf0)
f.left = ProtoField.uint8("rhumb.labels_left", "Labels left", base.DEC, nil, 0x0f)
f.flow = ProtoField.uint32("rhumb.flow", "Flow")
f.flow_seq = ProtoField.uint32("rhumb.flow_seq", "Flow sequence number")
f.ingress = ProtoField.uint32("rhumb.ingress_us", "Ingress time (us)")
f.budget = ProtoField.uint16("rhumb.budget", "Time budget (100 us)")
f.protection_seq = ProtoField.uint16("rhumb.protection_seq", "Protection sequence number")
f.label = ProtoField.uint16("rhumb.label", "Label")
f.probe_seq = ProtoField.uint32("rhumb.probe.seq", "Probe sequence number")
f.probe_sent = ProtoField.uint32("rhumb.probe.sent", "Sent with this tag")
f.probe_departure = ProtoField.uint32("rhumb.probe.departure_us", "Departure time (us)")
f.report_tag = ProtoField.uint8("rhumb.path_report.tag", "Tag of the probed path")
f.report_bypassed = ProtoField.bool("rhumb.path_report.bypassed", "The probe went round a link", 8, nil, 0x01)
f.report_received = ProtoField.uint32("rhumb.path_report.received", "Received with this tag")
f.report_transit = ProtoField.int32("rhumb.path_report.transit_us_min", "Least transit time (us)")
f.counted_highest = ProtoField.uint32("rhumb.link_report.highest", "Highest link sequence number")
f.counted_received = ProtoField.uint32("rhumb.link_report.received", "Received")
f.counted_reordered = ProtoField.uint32("rhumb.link_report.reordered", "Reordered")
f.counted_duplicates = ProtoField.uint32("rhumb.link_report.duplicates", "Duplicates")
f.counted_least = ProtoField.int32("rhumb.link_report.transit_us_min", "Least transit time (us)")
f.counted_most = ProtoField.int32("rhumb.link_report.transit_us_max", "Most transit time (us)")
f.trace_number = ProtoField.uint32("rhumb.trace.number", "Trace")
f.trace_seq = ProtoField.uint32("rhumb.trace.seq", "Request of the trace")
f.trace_hops = ProtoField.uint8("rhumb.trace.hops", "Hops at its source")
f.trace_links = ProtoField.uint8("rhumb.trace.links", "Answered after links (0: at the target)")
f.trace_backs = ProtoField.uint8("rhumb.trace.backs", "Ways back")
f.trace_back = ProtoField.uint16("rhumb.trace.back", "Way back (label)")
f.trace_padding = ProtoField.bytes("rhumb.trace.padding", "Zeros up to its length")
f.trace_crossed = ProtoField.uint8("rhumb.trace.crossed", "Links it came over")
f.trace_bypassed = ProtoField.bool("rhumb.trace.bypassed", "The request went round a link", 8, nil, 0x01)
f.trace_target = ProtoField.bool("rhumb.trace.target", "By the target", 8, nil, 0x02)
f.trace_other_way = ProtoField.bool("rhumb.trace.other_way", "Goes back by another way", 8, nil, 0x04)
f.trace_length = ProtoField.uint16("rhumb.trace.length", "Payload bytes of the request")
f.payload = ProtoField.bytes("rhumb.payload", "Payload")
f.tag = ProtoField.bytes("rhumb.tag", "Authentication tag")
f.sealed = ProtoField.bytes("rhumb.sealed", "Sealed")

local truncated = ProtoExpert.new("rhumb.truncated", "shorter than its header",
  expert.group.MALFORMED, expert.severity.ERROR)
rhumb.experts = { truncated }

local CLEAR, FIXED, TAG = 12, 44, 16
local raw_ip = Dissector.get("ip")
local raw_ipv6 = Dissector.get("ipv6")

local MAX_BACK = 4

local function path_report(buffer, tree)
  tree:add(f.report_tag, buffer(0, 1))
  tree:add(f.report_bypassed, buffer(3, 1))
  tree:add(f.probe_seq, buffer(4, 4))
  tree:add(f.report_received, buffer(8, 4))
  tree:add(f.probe_sent, buffer(12, 4))
  tree:add(f.probe_departure, buffer(16, 4))
  tree:add(f.report_transit, buffer(20, 4))
end

local function link_report(buffer, tree)
  tree:add(f.counted_highest, buffer(0, 4))
  tree:add(f.counted_received, buffer(4, 4))
  tree:add(f.counted_reordered, buffer(8, 4))
  tree:add(f.counted_duplicates, buffer(12, 4))
  tree:add(f.probe_departure, buffer(16, 4))
  tree:add(f.counted_least, buffer(20, 4))
  tree:add(f.counted_most, buffer(24, 4))
end

local function trace_request(buffer, tree)
  tree:add(f.trace_number, buffer(0, 4))
  tree:add(f.trace_seq, buffer(4, 4))
  tree:add(f.trace_hops, buffer(8, 1))
  tree:add(f.trace_links, buffer(9, 1))
  tree:add(f.trace_backs, buffer(10, 1))
  for i = 0, math.min(buffer(10, 1):uint(), MAX_BACK) - 1 do
    tree:add(f.trace_back, buffer(16 + 2 * i, 2))
  end
  if buffer:len() > 24 then
    tree:add(f.trace_padding, buffer(24))
  end
end

local function trace_answer(buffer, tree)
  tree:add(f.trace_number, buffer(0, 4))
  tree:add(f.trace_seq, buffer(4, 4))
  tree:add(f.trace_crossed, buffer(8, 1))
  tree:add(f.trace_bypassed, buffer(9, 1))
  tree:add(f.trace_target, buffer(9, 1))
  tree:add(f.trace_other_way, buffer(9, 1))
  tree:add(f.trace_length, buffer(10, 2))
end

-- Payloads of control packets; NACKs, repair packets and what is too short are shown as bytes.
local function control(type, buffer, tree)
  if type == 1 and buffer:len() == 12 then
    tree:add(f.probe_seq, buffer(0, 4))
    tree:add(f.probe_sent, buffer(4, 4))
    tree:add(f.probe_departure, buffer(8, 4))
  elseif type == 2 and buffer:len() == 24 then
    path_report(buffer, tree)
  elseif type == 3 and buffer:len() == 28 then
    link_report(buffer, tree)
  elseif type == 6 and buffer:len() >= 24 then
    trace_request(buffer, tree)
  elseif type == 7 and buffer:len() == 16 then
    trace_answer(buffer, tree)
  elseif buffer:len() > 0 then
    tree:add(f.payload, buffer())
  end
end

local function opened(buffer, pinfo, tree, root)
  local type = buffer(12, 1):uint()
  local service = buffer(24, 2):uint()
  tree:add(f.type, buffer(12, 1))
  local flags = tree:add(f.flags, buffer(13, 1))
  flags:add(f.answer, buffer(13, 1))
  flags:add(f.backup, buffer(13, 1))
  flags:add(f.copied, buffer(13, 1))
  tree:add(f.inner_dscp, buffer(14, 1))
  tree:add(f.inner_ecn, buffer(14, 1))
  tree:add(f.class, buffer(15, 1))
  tree:add(f.hops, buffer(15, 1))
  tree:add(f.departure, buffer(16, 4))
  tree:add(f.source, buffer(20, 2))
  tree:add(f.target, buffer(22, 2))
  local service_item = tree:add(f.service, buffer(24, 2))
  tree:add(f.path_tag, buffer(26, 1))
  tree:add(f.labels, buffer(27, 1))
  tree:add(f.left, buffer(27, 1))
  tree:add(f.flow, buffer(28, 4))
  tree:add(f.flow_seq, buffer(32, 4))
  tree:add(f.ingress, buffer(36, 4))
  tree:add(f.budget, buffer(40, 2))
  tree:add(f.protection_seq, buffer(42, 2))
  local labels = bit.rshift(buffer(27, 1):uint(), 4)
  local at = FIXED + 2 * labels
  if at > buffer:len() then
    tree:add_proto_expert_info(truncated)
    return
  end
  for i = 0, labels - 1 do
    tree:add(f.label, buffer(FIXED + 2 * i, 2))
  end
  pinfo.cols.info = string.format("%s %s, PoP %d to %d, service %d, flow %08x #%d",
    CLASSES[bit.rshift(buffer(15, 1):uint(), 4)] or "?", TYPES[type] or ("type " .. type),
    buffer(20, 2):uint(), buffer(22, 2):uint(), service, buffer(28, 4):uint(), buffer(32, 4):uint())
  local rest = buffer(at):len() > 0 and buffer(at):tvb() or nil
  if type ~= 0 then
    if rest ~= nil then
      control(type, rest, tree)
    end
  elseif rest ~= nil and service == 0 then
    service_item:append_text(" (an IP packet)")
    -- What the columns say of the overlay stays.
    pinfo.cols.info:append(": ")
    pinfo.cols.info:fence()
    local version = bit.rshift(rest(0, 1):uint(), 4)
    local inner = version == 4 and raw_ip or raw_ipv6
    inner:call(rest, pinfo, root)
  elseif rest ~= nil then
    tree:add(f.payload, buffer(at))
  end
end

function rhumb.dissector(buffer, pinfo, root)
  if buffer:len() < CLEAR then
    return 0
  end
  local version = bit.rshift(buffer(0, 1):uint(), 4)
  if version ~= 2 then
    return 0
  end
  local mode = bit.band(buffer(0, 1):uint(), 0x0f)
  pinfo.cols.protocol = "Rhumb"
  local tree = root:add(rhumb, buffer(), "Rhumb overlay, " .. (MODES[mode] or "unknown mode"))
  tree:add(f.version, buffer(0, 1))
  tree:add(f.mode, buffer(0, 1))
  tree:add(f.sender_generation, buffer(1, 1))
  tree:add(f.receiver_generation, buffer(2, 1))
  tree:add(f.lane, buffer(3, 1))
  tree:add(f.life, buffer(4, 4))
  tree:add(f.link_seq, buffer(8, 4))
  local length = buffer:len()
  if mode ~= 0 then
    length = length - TAG
  end
  if length < FIXED then
    tree:add_proto_expert_info(truncated)
    return buffer:len()
  end
  if mode ~= 0 then
    tree:add(f.tag, buffer(length, TAG))
  end
  if mode == 2 then
    tree:add(f.sealed, buffer(CLEAR, length - CLEAR))
    pinfo.cols.info = string.format("encrypted, life %u lane %u #%u",
      buffer(4, 4):uint(), buffer(3, 1):uint(), buffer(8, 4):uint())
  elseif mode == 0 or mode == 1 then
    opened(buffer(0, length):tvb(), pinfo, tree, root)
  end
  return buffer:len()
end

-- Ports are configured per PoP; 4790 is the one of the samples. Others: Decode As, or -d udp.port==N,rhumb
DissectorTable.get("udp.port"):add(4790, rhumb)
