import { isIPv6 } from 'node:net';
import type { Answer, Question, SrvAnswer, StringAnswer, TxtAnswer } from 'dns-packet';
import multicastDns, { type MulticastDNS } from 'multicast-dns';

/** The DNS-SD service type of a Monero stack. IANA has none for Stratum; this is the one a rig looks for. */
export const SERVICE_TYPE = '_stratum._tcp';

const DNS_SD = '_services._dns-sd._udp.local';
/** Lifetimes as RFC 6762, section 10, recommends: seconds for records that hold a host name, and for the others. */
const HOST_TTL = 120;
const OTHER_TTL = 4500;
const MDNS_PORT = 5353;

/** What is announced. `name` without `.local`; `instance` null: no DNS-SD. */
export interface Announcement {
  readonly name: string;
  readonly instance: string | null;
  readonly address: string;
  readonly port: number;
}

/** Answers mDNS questions for a stack, on one interface and in the family of its own address. */
export class Responder {
  readonly #socket: MulticastDNS;
  #announcement: Announcement;
  #repeat: NodeJS.Timeout | null = null;

  private constructor(socket: MulticastDNS, announcement: Announcement) {
    this.#socket = socket;
    this.#announcement = announcement;
    socket.on('query', (query, from) => {
      const answers = (query.questions ?? []).flatMap((question) => this.#answers(question));
      if (answers.length === 0) return;
      const known = new Set((query.answers ?? []).map(identity));
      const fresh = answers.filter((answer) => !known.has(identity(answer)));
      if (fresh.length === 0) return;
      const extra = this.#records().filter((record) => !fresh.includes(record) && record.type !== 'PTR');
      if (from.port === MDNS_PORT) {
        socket.respond({ answers: fresh, additionals: extra });
      } else {
        // A plain resolver asks from another port and wants its question back (RFC 6762, 6.7).
        socket.respond(
          {
            id: query.id,
            questions: query.questions,
            answers: fresh.map(unflushed),
            additionals: extra.map(unflushed),
          },
          from,
        );
      }
    });
  }

  /** Starts answering and announces itself. `at` is an interface, with an address of its own. */
  static start(
    at: { name: string; address: string },
    announcement: Announcement,
    onProblem: (error: Error) => void,
  ): Promise<Responder> {
    return new Promise((resolve, reject) => {
      // Multicasts only reach a socket that is bound to all addresses; the interface is named for sending.
      const socket = isIPv6(at.address)
        ? multicastDns({ type: 'udp6', ip: 'ff02::fb', interface: `::%${at.name}`, bind: '::' })
        : multicastDns({ interface: at.address, bind: '0.0.0.0' });
      socket.on('warning', onProblem);
      socket.once('error', reject);
      socket.once('ready', () => {
        const responder = new Responder(socket, announcement);
        responder.#announce();
        resolve(responder);
      });
    });
  }

  /** Says goodbye to the old place and announces the new one. */
  async move(address: string, port: number): Promise<void> {
    await this.#goodbye();
    this.#announcement = { ...this.#announcement, address, port };
    this.#announce();
  }

  /** Says goodbye and stops. */
  async stop(): Promise<void> {
    await this.#goodbye();
    await new Promise<void>((resolve) => this.#socket.destroy(() => resolve()));
  }

  #announce(): void {
    this.#socket.respond({ answers: this.#records() });
    // Twice, a second apart (RFC 6762, 8.3).
    this.#repeat = setTimeout(() => this.#socket.respond({ answers: this.#records() }), 1000);
    this.#repeat.unref();
  }

  #goodbye(): Promise<void> {
    if (this.#repeat !== null) clearTimeout(this.#repeat);
    const answers = this.#records().map((record) => ({ ...record, ttl: 0 }));
    return new Promise((resolve) => this.#socket.respond({ answers }, undefined, () => resolve()));
  }

  #answers(question: Question): Answer[] {
    return this.#records().filter(
      (record) =>
        record.name.toLowerCase() === question.name.toLowerCase() &&
        ((question.type as string) === 'ANY' || record.type === question.type),
    );
  }

  #records(): KnownRecord[] {
    const { name, instance, address, port } = this.#announcement;
    const host = `${name}.local`;
    const type = `${SERVICE_TYPE}.local`;
    const service = `${instance}.${type}`;
    const addressType = isIPv6(address) ? 'AAAA' : 'A';
    const own: KnownRecord[] = [{ name: host, type: addressType, ttl: HOST_TTL, flush: true, data: address }];
    if (instance === null) return own;
    return [
      { name: type, type: 'PTR', ttl: OTHER_TTL, data: service },
      {
        name: service,
        type: 'SRV',
        ttl: HOST_TTL,
        flush: true,
        data: { target: host, port, priority: 0, weight: 0 },
      },
      { name: service, type: 'TXT', ttl: OTHER_TTL, flush: true, data: ['algo=rx/0'] },
      ...own,
      { name: DNS_SD, type: 'PTR', ttl: OTHER_TTL, data: type },
    ];
  }
}

type KnownRecord = StringAnswer | SrvAnswer | TxtAnswer;

/** Equal for equal records, whatever is left of their lifetime. */
function identity(record: Answer): string {
  return JSON.stringify([record.name.toLowerCase(), record.type, 'data' in record ? record.data : null]);
}

function unflushed<T extends object>(record: T): T {
  return { ...record, flush: false };
}
