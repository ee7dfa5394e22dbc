// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/roles.h"
#include "session/words.h"

#include <stdio.h>
#include <string.h>

// How surely a match names a role: short words are also other things, beginnings and endings more
// so.
#define WHOLE_SURE   0.95
#define SHORT_SURE   0.85
#define PART_SURE    0.8
#define SEVERAL_SURE 0.8
#define WEAK_SURE    0.6

// One part of a pattern against one word: exact counts most, "guitars" still begins with "guitar",
// "superkick" still ends with "kick". Short parts must be the whole word.
static unsigned match_part(const char* const word, const char* const part, const size_t n_part)
{
  const size_t n_word = strlen(word);
  if (n_word == n_part && !memcmp(word, part, n_part)) {
    return 4;
  }
  if (n_part >= 4 && n_word > n_part && !memcmp(word, part, n_part)) {
    return 3;
  }
  if (n_part >= 4 && n_word > n_part && !memcmp(word + n_word - n_part, part, n_part)) {
    return 2;
  }
  return 0;
}

typedef struct {
  unsigned score; // letters that agree, by how
  size_t   where; // the first word of the name
  double   sure;
} fit;

// A pattern's parts must stand side by side in the name, but for numbers: "Kick 2 In".
static fit match_from(const lq_words* const name, const char* const pattern, const size_t first)
{
  fit    f  = {.where = first, .sure = WHOLE_SURE};
  size_t at = first, n_letters = 0;
  for (const char* part = pattern; *part;) {
    const size_t n      = strcspn(part, " ");
    const bool   number = lq_word_is_number(part);
    while (part != pattern && !number && at < name->n && lq_word_is_number(name->word[at])) {
      ++at;
    }
    const unsigned how = at < name->n ? match_part(name->word[at], part, n) : 0;
    if (!how) {
      return (fit){0};
    }
    f.score += how * (unsigned)n + 4;
    f.sure = how < 4 && f.sure > PART_SURE ? PART_SURE : f.sure;
    n_letters += n;
    ++at;
    part += n + (part[n] == ' ');
  }
  f.sure = n_letters < 3 && f.sure > SHORT_SURE ? SHORT_SURE : f.sure;
  return f;
}

static fit match(const lq_words* const name, const char* const pattern)
{
  fit best = {0};
  for (size_t first = 0; first < name->n; ++first) {
    const fit f = match_from(name, pattern, first);
    best        = f.score > best.score ? f : best;
  }
  return best;
}

static const char* best_word(const lq_role* const role, const lq_words* const name, fit* const best)
{
  const char* word = NULL;
  *best            = (fit){0};
  for (size_t k = 0; k < role->n_words; ++k) {
    const fit f = match(name, role->words[k]);
    if (f.score > best->score) {
      *best = f;
      word  = role->words[k];
    }
  }
  return word;
}

// What effects are called ("build", "fill", "reverse") often only says what a part is for.
static bool is_weak(const lq_role* const role)
{
  return !strcmp(role->name, "effect") || !strcmp(role->name, "tops");
}

lq_role_guess lq_role_from_name(const lq_roles* const roles, const char* const name)
{
  const lq_words w = lq_words_split(name);
  return lq_role_from_words(roles, &w);
}

lq_role_guess lq_role_from_words(const lq_roles* const roles, const lq_words* const w)
{
  lq_role_guess guess    = {0};
  unsigned      best     = 0;
  unsigned      drums_at = 0; // bit by bit: words of the name that are a drum
  for (size_t i = 0; i < roles->n; ++i) {
    const lq_role* const role = &roles->roles[i];
    fit                  f;
    const char* const    word = best_word(role, w, &f);
    if (!word) {
      continue;
    }
    if (!strcmp(role->group, "drums") && !is_weak(role) && !strchr(word, ' ')) {
      drums_at |= 1U << f.where;
    }
    if (is_weak(role)) {
      f.score = (f.score + 1) / 2;
      f.sure  = WEAK_SURE;
    }
    if (f.score > best) {
      best  = f.score;
      guess = (lq_role_guess){.role = role, .word = word, .sure = f.sure};
    }
  }
  // Two drums in one name ("Kick Hats") are a loop of both.
  const bool several = (drums_at & (drums_at - 1U)) != 0;
  if (several && !strcmp(guess.role->group, "drums") && !strchr(guess.word, ' ')) {
    guess.role = lq_role_find(roles, "drums");
    guess.sure = SEVERAL_SURE;
  }
  return guess;
}

// Left and right as studios write them; the same language on both sides.
static const char* const sides[][2] = {
    {"l", "r"},          {"left", "right"},      {"lft", "rgt"},       {"lt", "rt"},
    {"links", "rechts"}, {"gauche", "droite"},   {"izq", "der"},       {"izquierda", "derecha"},
    {"sx", "dx"},        {"sinistra", "destra"}, {"esq", "dir"},       {"esquerda", "direita"},
    {"lewy", "prawy"},   {"lewa", "prawa"},      {"vanster", "hoger"}, {"hidari", "migi"},
};
enum { N_SIDES = sizeof sides / sizeof *sides };

static lq_half side_of(const char* const word, size_t* const language)
{
  for (size_t i = 0; i < N_SIDES; ++i) {
    for (unsigned s = 0; s < 2; ++s) {
      if (!strcmp(word, sides[i][s])) {
        *language = i;
        return s ? LQ_SIDE_RIGHT : LQ_SIDE_LEFT;
      }
    }
  }
  return LQ_SIDE_NONE;
}

// "OHL" and "OHR": one letter at the end of the same word.
static lq_half last_letters(const char* const a, const char* const b)
{
  const size_t n = strlen(a);
  if (n < 3 || n != strlen(b) || memcmp(a, b, n - 1) != 0) {
    return LQ_SIDE_NONE;
  }
  return a[n - 1] == 'l' && b[n - 1] == 'r'   ? LQ_SIDE_LEFT
         : a[n - 1] == 'r' && b[n - 1] == 'l' ? LQ_SIDE_RIGHT
                                              : LQ_SIDE_NONE;
}

// The words of a name without its numbers, or with those that are not at its front.
static lq_words keep(const char* const name, const bool numbers)
{
  const lq_words all = lq_words_split(name);
  lq_words       w   = {0};
  for (size_t i = 0; i < all.n; ++i) {
    if (!lq_word_is_number(all.word[i]) || (numbers && w.n)) {
      memcpy(w.word[w.n++], all.word[i], sizeof *all.word);
    }
  }
  return w;
}

static lq_half compare_sides(const lq_words* const a, const lq_words* const b)
{
  lq_half side = LQ_SIDE_NONE;
  if (a->n != b->n) {
    return LQ_SIDE_NONE;
  }
  for (size_t i = 0; i < a->n; ++i) {
    if (!strcmp(a->word[i], b->word[i])) {
      continue;
    }
    size_t        p = 0, q = 0;
    const lq_half one = side_of(a->word[i], &p), two = side_of(b->word[i], &q);
    const lq_half here =
        one && two && p == q && one != two ? one : last_letters(a->word[i], b->word[i]);
    if (!here || side || (a->n == 1 && one)) { // a file called "L" says nothing of what it is
      return LQ_SIDE_NONE;
    }
    side = here;
  }
  return side;
}

lq_half lq_name_pair(const char* const a, const char* const b, bool* const to_the_number)
{
  lq_words      one = keep(a, true), two = keep(b, true);
  const lq_half exact = compare_sides(&one, &two);
  *to_the_number      = exact != LQ_SIDE_NONE;
  if (exact) {
    return exact;
  }
  one = keep(a, false);
  two = keep(b, false);
  return compare_sides(&one, &two);
}

bool lq_name_neighbours(const char* const a, const char* const b)
{
  const lq_words one = keep(a, true), two = keep(b, true);
  if (one.n < 2 || one.n != two.n) {
    return false;
  }
  for (size_t i = 0; i + 1 < one.n; ++i) {
    if (strcmp(one.word[i], two.word[i]) != 0) {
      return false;
    }
  }
  const char *const p = one.word[one.n - 1], *const q = two.word[two.n - 1];
  return (!strcmp(p, "1") && !strcmp(q, "2")) || (!strcmp(p, "2") && !strcmp(q, "1")) ||
         (!strcmp(p, "a") && !strcmp(q, "b")) || (!strcmp(p, "b") && !strcmp(q, "a"));
}

bool lq_name_is_far_side(const char* const name)
{
  static const char* const far[]   = {"bot",   "bottom", "btm",   "out",    "outside", "under",
                                      "dn",    "down",   "unten", "aussen", "dessous", "sotto",
                                      "abajo", "onder",  "b",     NULL};
  static const char* const drums[] = {"snare",  "snr",   "sn",       "sd",       "kick",
                                      "kik",    "kck",   "bd",       "bassdrum", "caisse",
                                      "caja",   "caixa", "rullante", "cassa",    "virvel",
                                      "werbel", "stopa", "bombo",    "bumbo"};
  const lq_words           w       = lq_words_split(name);
  bool                     drum    = false;
  for (size_t i = 0; i < w.n; ++i) {
    for (size_t k = 0; k < sizeof drums / sizeof *drums; ++k) {
      drum = drum || match_part(w.word[i], drums[k], strlen(drums[k]));
    }
  }
  return drum && lq_words_say(&w, far);
}

bool lq_name_is_amplifier(const char* const name)
{
  static const char* const words[] = {"amp",        "amps",    "cab",       "cabs",
                                      "cabinet",    "ampli",   "amplifier", "verstaerker",
                                      "verstarker", "speaker", NULL};
  return lq_name_says(name, words);
}

bool lq_name_is_direct(const char* const name)
{
  static const char* const words[] = {"di", "direct", "direkt", "directo", NULL};
  return lq_name_says(name, words);
}

bool lq_name_is_double(const char* const name)
{
  static const char* const words[] = {"dbl",    "double", "doubled",  "doubles",  "doubling",
                                      "dopp",   "doppel", "dopplung", "doublage", "doble",
                                      "doppio", "dubbel", "dobra",    NULL};
  return lq_name_says(name, words);
}

int lq_name_take(const char* const name, char* const stem, const size_t size)
{
  const lq_words w    = keep(name, true);
  int            take = 0;
  size_t         n    = 0;
  stem[0]             = '\0';
  for (size_t i = 0; i < w.n; ++i) {
    const char* const word = w.word[i];
    const bool        says = !strcmp(word, "take") || !strcmp(word, "tk") || !strcmp(word, "tke") ||
                      !strcmp(word, "prise") || !strcmp(word, "toma");
    if (says && i + 1 < w.n && lq_word_is_number(w.word[i + 1])) {
      take = 0;
      for (const char* p = w.word[++i]; *p && take < 1000; ++p) {
        take = 10 * take + (*p - '0');
      }
      continue;
    }
    if (!strcmp(word, "comp") || !strcmp(word, "comped") || !strcmp(word, "compiled")) {
      take = LQ_TAKE_COMP;
      continue;
    }
    const int more = snprintf(stem + n, size - n, "%s%s", n ? " " : "", word);
    n              = more > 0 && n + (size_t)more < size ? n + (size_t)more : n;
  }
  return take;
}

bool lq_name_says(const char* const name, const char* const* const list)
{
  const lq_words w = lq_words_split(name);
  return lq_words_say(&w, list);
}

bool lq_name_is_click(const char* const name)
{
  static const char* const words[] = {"click",   "clic",     "klick",     "klik",      "metronome",
                                      "metro",   "metronom", "metronoom", "metronomo", "clicktrack",
                                      "countin", "clk",      NULL};
  return lq_name_says(name, words);
}

bool lq_name_is_mix(const char* const name)
{
  static const char* const words[] = {
      "mix", "mixdown",   "roughmix", "rough",        "bounce", "print",     "premaster",
      "ref", "reference", "demo",     "instrumental", "rohmix", "stereomix", NULL};
  return lq_name_says(name, words);
}

bool lq_name_is_master(const char* const name)
{
  static const char* const words[] = {"master", "mastered", "final", NULL};
  return lq_name_says(name, words);
}
