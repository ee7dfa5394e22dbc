// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan_tools.h"

#include "model/album.h"

#include <sys/resource.h>
#include <time.h>

static const char seed_text[] =
    "lacquer: 1\n"
    "title: \"Night: Drive\"\n"
    "rate: 48 kHz\n"
    "tempo: 120.5 BPM\n"
    "notes: [one, 'two', \"three\\n\\u00e9\"]\n"
    "tracks:\n"
    "  - name: Lead Vocal\n"
    "    file: tracks/09 Lead Vox.wav\n"
    "    start: 1:02.5\n"
    "    role: lead-vocal\n"
    "    trim: &level 4.1 dB\n"
    "    polarity: inverted\n"
    "    chain:\n"
    "      - toy_eq: {bands: [{type: bell, freq: 310 Hz, gain: -2.5 dB, why: \"boxy\"}, {q: 3}]}\n"
    "      - toy_comp: {freq: [[0 s, 80 Hz], [2 s, 100 Hz, hold]], key: Kick, ratio: 3}\n"
    "      - trim\n"
    "    sends: {plate: -14 dB, echo: {level: off, tap: pre}}\n"
    "    pan: {position: L30, law: linear}\n"
    "    fader: [[0 s, -1.5 dB], [42.1 s, 0 dB]]\n"
    "    out: band\n"
    "    why: {fader: \"sits under the drums\", pan: 'left'}\n"
    "  - name: Kick\n"
    "    trim: *level\n"
    "    clips:\n"
    "      - {file: a.wav, offset: 90 ms, length: 3 s, fade_in: 1 s}\n"
    "      - {file: a.wav, start: 9 s, gain: -3 dB}\n"
    "buses:\n"
    "  - {name: band, mute: true, out: main}\n"
    "returns:\n"
    "  - name: plate\n"
    "  - {name: echo, fader: -3 dB}\n"
    "# a comment\n"
    "main:\n"
    "  chain: [toy_comp: {mix: 50 %}]\n"
    "  fader: 0 dB\n";

static const char album_text[] =
    "lacquer: 1\n"
    "title: \"Night: Drive\"\n"
    "artist: The Band\n"
    "barcode: 4006381333931\n"
    "date: 2026-11-25\n"
    "explicit: no\n"
    "disc: 1\n"
    "discs: 2\n"
    "cover: cover.jpg\n"
    "for: [spotify, cd, vinyl]\n"
    "ddp: true\n"
    "cd_text: transliterate\n"
    "disc_length: 74:33\n"
    "listeners: [flac, mp3 320, opus 160]\n"
    "gap: 1.5 s\n"
    "mark_lead: 90 ms\n"
    "levels: kept\n"
    "assistant: {brief: b.yaml, genre: rock, strength: 0.5, references: [a.wav, 'b.wav:0.5']}\n"
    "vinyl: {record: 12in-45, sides: [1, 2]}\n"
    "notes: [one, 'two', \"three\\n\\u00e9\"]\n"
    "songs:\n"
    "  - {mix: h.wav, title: &t H, hidden: yes, gap: 1 s}\n"
    "  - {mix: a.wav, title: A, isrc: DE-ABC-26-00001, plan: p.yaml, session: s.yaml,\n"
    "     versions: [tv, clean], offset: 1:02.5, length: 3:00, fade_in: 20 ms, fade_out: 3 s,\n"
    "     fade_out_shape: power, level: -1.5 dB, index: [1:02, 2:10.5], copy: allowed, why: "
    "\"x\"}\n"
    "  - master: b.wav\n"
    "    title: *t\n"
    "    overlap: 4 s\n"
    "    emphasis: on\n"
    "# a comment\n"
    "    featured: A Guest\n";

enum { ROOM = 4 * sizeof album_text };

typedef struct {
  char   text[ROOM];
  size_t n;
} mutant;

static size_t dice(const uint64_t seed, uint64_t* const at, const size_t sides)
{
  return (size_t)(lq_rng_at(seed, (*at)++) % (sides ? sides : 1));
}

static void cut_out(mutant* const m, const size_t from, const size_t n)
{
  memmove(m->text + from, m->text + from + n, m->n - from - n);
  m->n -= n;
}

static void put_in(mutant* const m, const size_t to, const char* const what, const size_t n)
{
  if (m->n + n < ROOM) {
    memmove(m->text + to + n, m->text + to, m->n - to);
    memcpy(m->text + to, what, n);
    m->n += n;
  }
}

// A flip, a deletion, a doubling, a moved piece or a bit of grammar at a random place.
static void mutate(mutant* const m, const uint64_t seed, uint64_t* const at)
{
  static const char* const bits[] = {"[",  "]",   "{",   "}",      ": ",    ", ",          "- ",
                                     "\n", "&a ", "*a",  "|",      ">",     "\"",          "'",
                                     "\t", "?",   "!!x", "#",      "---\n", "~",           "\r",
                                     "%",  "1e9", "nan", "*level", "\xff",  "\xef\xbe\x80"};
  const size_t             from   = dice(seed, at, m->n);
  size_t                   n      = 1 + dice(seed, at, 12);
  n                               = n < m->n - from ? n : m->n - from;
  char piece[64];
  memcpy(piece, m->text + from, n);
  switch (dice(seed, at, 7)) {
  case 0:
    m->text[from] = (char)(m->text[from] ^ (1 << dice(seed, at, 7)));
    break;
  case 1:
    cut_out(m, from, n);
    break;
  case 2:
    put_in(m, from, piece, n);
    break;
  case 3:
    cut_out(m, from, n);
    put_in(m, dice(seed, at, m->n + 1), piece, n);
    break;
  case 4: // another digit, another letter: what stands there still parses
  case 5:
    for (size_t i = from; i < m->n && i < from + 4; ++i) {
      const char c = m->text[i];
      if (c >= '0' && c <= '9') {
        m->text[i] = (char)('0' + dice(seed, at, 10));
      } else if (c >= 'a' && c <= 'z') {
        m->text[i] = (char)('a' + dice(seed, at, 26));
      }
    }
    break;
  default: {
    const char* const bit = bits[dice(seed, at, sizeof bits / sizeof *bits)];
    put_in(m, from, bit, strlen(bit));
    break;
  }
  }
}

static unsigned count_lines(const char* const text, const size_t n)
{
  unsigned lines = 1;
  for (size_t i = 0; i < n; ++i) {
    lines += text[i] == '\n' || (text[i] == '\r' && (i + 1 == n || text[i + 1] != '\n'));
  }
  return lines;
}

// What a plan says once it is read and written; NULL when it is refused.
static char* normal_form(const char* const text, const size_t n_bytes, const bool as_album,
                         const lq_plan_source* const source, lq_error* const error)
{
  lq_session*     s  = NULL;
  lq_album*       a  = NULL;
  const lq_status st = as_album ? lq_album_parse(&a, text, n_bytes, source, error)
                                : lq_session_parse(&s, text, n_bytes, source, error);
  CHECK(st == error->status && !st == (s || a));
  char* const normal = st ? NULL : as_album ? lq_album_text(a) : lq_session_text(s);
  lq_session_free(s);
  lq_album_free(a);
  return normal;
}

// One mutant: refused with a place and a sentence, or the same again once it is written.
static lq_status read_mutant(const mutant* const m, const bool as_album,
                             const lq_plan_source* const source)
{
  lq_error    e = {0}, none = {0};
  char* const first = normal_form(m->text, m->n, as_album, source, &e);
  if (!first) {
    const bool good =
        *e.text && e.line >= 1 && e.column >= 1 && e.line <= count_lines(m->text, m->n);
    CHECK(good);
    if (!good) {
      printf("# %s %u:%u of %u lines: %s\n", lq_status_name(e.status), e.line, e.column,
             count_lines(m->text, m->n), e.text);
    }
    return e.status;
  }
  char* const second = normal_form(first, strlen(first), as_album, source, &none);
  CHECK_TEXT(none.text, "");
  CHECK_TEXT(second, first);
  free(second);
  free(first);
  return LQ_OK;
}

static void read_mutants(const char* const text, const size_t n_bytes, const bool as_album)
{
  enum { N_MUTANTS = 3000 };
  const lq_proc** const procs  = toy_procs();
  const lq_plan_source  source = {.procs = procs};
  unsigned              n_read = 0, n_seen[LQ_STATUS_N] = {0};
  const char* const     seed_env = getenv("LACQUER_SEED");
  const uint64_t        seed     = seed_env ? strtoull(seed_env, NULL, 10) : 7;
  static mutant         m;
  for (uint64_t i = 0; i < N_MUTANTS; ++i) {
    uint64_t at = i * 100;
    m.n         = n_bytes;
    memcpy(m.text, text, m.n);
    for (size_t k = dice(seed, &at, 3) + (i > 0); k > 0 && i; --k) {
      mutate(&m, seed, &at);
    }
    const lq_status st = read_mutant(&m, as_album, &source);
    ++n_seen[st];
    n_read += !st;
  }
  CHECK(n_read > N_MUTANTS / 20);
  for (unsigned st = 0; st < LQ_STATUS_N; ++st) {
    printf("# %s: %u\n", lq_status_name((lq_status)st), n_seen[st]);
  }
  free((void*)procs);
}

// fixed: seed 7, 3000 mutants each of 1 to 3 changes
static void mutated_plans_are_read_or_refused(void)
{
  read_mutants(seed_text, sizeof seed_text - 1, false);
}

static void mutated_albums_are_read_or_refused(void)
{
  read_mutants(album_text, sizeof album_text - 1, true);
}

static void cut_plans_are_read_or_refused(void) // every length of the seed
{
  const lq_proc** const procs  = toy_procs();
  const lq_plan_source  source = {.procs = procs};
  for (size_t n = 0; n < sizeof seed_text; ++n) {
    char* const exact = malloc(n ? n : 1); // so that a read beyond the end is seen
    lq_session* s     = NULL;
    lq_error    e     = {0};
    memcpy(exact, seed_text, n);
    const lq_status st = lq_session_parse(&s, exact, n, &source, &e);
    CHECK(st == e.status && (st ? e.line >= 1 && e.line <= count_lines(exact, n) : s != NULL));
    lq_session_free(s);
    free(exact);
  }
  free((void*)procs);
}

#if defined(__SANITIZE_ADDRESS__)
#define LQ_TESTS_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define LQ_TESTS_SANITIZED 1
#endif
#endif

static double peak_memory_mb(void)
{
#ifdef LQ_TESTS_SANITIZED
  return 0; // it keeps what was freed
#else
  struct rusage use;
  (void)getrusage(RUSAGE_SELF, &use);
  return (double)use.ru_maxrss / 1024; // of kB
#endif
}

// Floods of every kind of token, on one line and on many, bare and in brackets.
// fixed: 1 MB each, four times what the parser may look ahead
static void floods_are_refused_in_time_and_memory(void)
{
  static const char* const floods[] = {
      "[",   "{",   "- ",   "? ",  "a: ", "{a: ", "[a,",  ",\n",         "{,",   "\"",  "'a",
      "&a ", "*a ", "a,\n", "#\n", " ",   "\n",   "|\n ", "-\n",         ": ",   "!a ", "[]",
      "{}",  "}",   "a\\n", ":,",  ",",   "a,",   "[],",  "%YAML 1.2\n", "---\n"};
  static const char* const starts[] = {"", "[[[{", "lacquer: 1\ntitle: "};
  enum { N_BYTES = 1 << 20 };
  char* const text = malloc(N_BYTES);
  for (size_t i = 0; i < sizeof floods / sizeof *floods * 3; ++i) {
    const char* const flood = floods[i / 3];
    const size_t      step  = strlen(flood);
    size_t            n     = strlen(starts[i % 3]);
    memcpy(text, starts[i % 3], n);
    for (; n + step <= N_BYTES; n += step) {
      memcpy(text + n, flood, step);
    }
    lq_session*     s     = NULL;
    lq_error        e     = {0};
    const clock_t   begin = clock();
    const lq_status st    = lq_session_parse(&s, text, n, &(lq_plan_source){0}, &e);
    CHECK(st != LQ_OK && e.line >= 1 && e.line <= count_lines(text, n));
    CHECK_AT_MOST((double)(clock() - begin) / CLOCKS_PER_SEC, 2);
    lq_session_free(s);
  }
  CHECK_AT_MOST(peak_memory_mb(), 160); // 256 is promised; without the limits it is 420 here
  free(text);
}

static const check_test tests[] = {
    CHECK_TEST(mutated_plans_are_read_or_refused), CHECK_TEST(mutated_albums_are_read_or_refused),
    CHECK_TEST(cut_plans_are_read_or_refused), CHECK_TEST(floods_are_refused_in_time_and_memory)};
CHECK_MAIN(tests)
