"""Scapy's view of STAMP for InteropTest: reads packets, sends them, answers them. One line a packet on stdout."""
import socket
import struct
import sys

from scapy.contrib.stamp import (
    STAMPSessionReflectorTestUnauthenticated as Reflection,
    STAMPSessionSenderTestUnauthenticated as Probe,
    STAMPTestTLV,
)
from scapy.layers.inet import IP, UDP
from scapy.utils import rdpcap

NTP_UNIX_S = 2_208_988_800
EF = 46 << 2


def dissect(layer, payload):
    # Scapy 2.5 looks for the UDP length in the parent, which it only sets for packets inside of fields.
    return layer(payload, _parent=UDP(len=8 + len(payload)))


def estimate(e):
    return f"{e.S}/{e.Z}/{e.scale}/{e.multiplier}"


def tell(layer, payload):
    p = dissect(layer, payload)
    line = f"seq={p.seq} t={p.ts} est={estimate(p.err_estimate)} ssid={p.ssid}"
    if layer is Reflection:
        line += f" sender={p.seq_sender} t1={p.ts_sender} t2={p.ts_rx} est1={estimate(p.err_estimate_sender)} ttl={p.ttl_sender}"
    for tlv in p.tlv_objects:
        line += f" tlv={int(tlv.flags):02x}:{tlv.type}:{tlv.len}:{tlv.value.hex()}"
    print(line, flush=True)


def read(pcap):
    for packet in rdpcap(pcap):
        layer = Probe if packet[UDP].dport == 862 else Reflection
        tell(layer, bytes(packet[UDP].payload))


def send(port):
    """What scapy makes, and a TWAMP Light probe, to a reflector; tells the answers."""
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.setsockopt(socket.IPPROTO_IP, socket.IP_TOS, EF)
    s.settimeout(5)
    s.connect(("127.0.0.1", int(port)))
    tlvs = [
        STAMPTestTLV(flags=0x80, type=4, len=4, value=bytes([46 << 2, 0, 0, 0])),
        STAMPTestTLV(flags=0x80, type=5, len=12, value=struct.pack(">III", 1, 0, 0)),
        STAMPTestTLV(flags=0x80, type=200, len=3, value=b"abc"),
        STAMPTestTLV(flags=0x80, type=1, len=5, value=bytes(5)),
    ]
    for n, some in enumerate([[], tlvs]):
        s.send(bytes(Probe(seq=n + 70, ts=NTP_UNIX_S + 1000.5, ssid=9, tlv_objects=some)))
        tell(Reflection, s.recv(2000))
    # RFC 5357 section 4.1.2 with 27 octets of padding, so that the answer has its 41.
    s.send(struct.pack(">IIIH27s", 72, NTP_UNIX_S + 1000, 1 << 31, 1, b"\x5a" * 27))
    answer = s.recv(2000)
    seq, _, est, sender, t1s, t1f, ttl = struct.unpack(">IQH2x8xIIIxxxxB", answer)
    print(f"twamp bytes={len(answer)} est={est} sender={sender} t1={t1s - NTP_UNIX_S}:{t1f} ttl={ttl}")


def reflect(port, count):
    """A reflector of scapy's layers for so many probes."""
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.settimeout(20)
    s.bind(("127.0.0.1", int(port)))
    print("ready", flush=True)
    for n in range(int(count)):
        payload, peer = s.recvfrom(2000)
        p = dissect(Probe, payload)
        answer = Reflection(
            seq=n,
            ts=p.ts,
            ts_rx=p.ts,
            ssid=p.ssid,
            seq_sender=p.seq,
            ts_sender=p.ts,
            err_estimate_sender=p.err_estimate,
            ttl_sender=64,
            tlv_objects=[STAMPTestTLV(flags=0, type=t.type, len=t.len, value=t.value) for t in p.tlv_objects],
        )
        sent = bytearray(bytes(answer))
        sent[28:36] = payload[4:12]  # Scapy keeps timestamps as decimals of 17 digits: not the 64 bits.
        s.sendto(bytes(sent), peer)
        tell(Probe, payload)


{"read": read, "send": send, "reflect": reflect}[sys.argv[1]](*sys.argv[2:])
