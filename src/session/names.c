// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/roles.h"

#include <stdio.h>
#include <string.h>

// A name is read as words: parted at anything but letters and digits, at a change from small to
// capital letters, and where letters meet digits. "05_SnareBot-2" is snare, bot.

enum { MAX_WORDS = 16, MAX_WORD = 32 };

typedef struct {
  char   word[MAX_WORDS][MAX_WORD];
  size_t n;
} words;

static bool is_upper(const char c)
{
  return c >= 'A' && c <= 'Z';
}

static bool is_lower(const char c)
{
  return (c >= 'a' && c <= 'z') || (c & 0x80); // letters beyond ASCII have no case here
}

static char to_lower(const char c)
{
  return is_upper(c) ? (char)(c - 'A' + 'a') : c;
}

static words split(const char* const name)
{
  words  w   = {0};
  size_t len = 0;
  for (const char* p = name; *p && w.n < MAX_WORDS; ++p) {
    const bool letter = is_upper(*p) || is_lower(*p);
    if (len && (!letter || (is_upper(*p) && is_lower(p[-1])))) {
      ++w.n;
      len = 0;
    }
    if (letter && w.n < MAX_WORDS && len + 1 < MAX_WORD) {
      w.word[w.n][len++] = to_lower(*p);
    }
  }
  w.n += len > 0 && w.n < MAX_WORDS;
  return w;
}

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

// A pattern's parts must stand side by side in the name. The more letters agree, the better.
static unsigned match(const words* const name, const char* const pattern, size_t* const where)
{
  unsigned best = 0;
  for (size_t first = 0; first < name->n; ++first) {
    unsigned    score = 0;
    size_t      at    = first;
    const char* part  = pattern;
    while (*part) {
      const size_t   n   = strcspn(part, " ");
      const unsigned how = at < name->n ? match_part(name->word[at], part, n) : 0;
      if (!how) {
        score = 0;
        break;
      }
      score += how * (unsigned)n + 4;
      ++at;
      part += n + (part[n] == ' ');
    }
    if (score > best) {
      best   = score;
      *where = first;
    }
  }
  return best;
}

static const char* best_word(const lq_role* const role, const words* const name,
                             unsigned* const score, size_t* const where)
{
  const char* word = NULL;
  *score           = 0;
  for (size_t k = 0; k < role->n_words; ++k) {
    size_t         at = 0;
    const unsigned s  = match(name, role->words[k], &at);
    if (s > *score) {
      *score = s;
      *where = at;
      word   = role->words[k];
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
  const words   w        = split(name);
  lq_role_guess guess    = {0};
  unsigned      best     = 0;
  unsigned      drums_at = 0; // bit by bit: words of the name that are a drum
  for (size_t i = 0; i < roles->n; ++i) {
    const lq_role* const role = &roles->roles[i];
    unsigned             score;
    size_t               where = 0;
    const char* const    word  = best_word(role, &w, &score, &where);
    if (!word) {
      continue;
    }
    if (!strcmp(role->group, "drums") && !is_weak(role) && !strchr(word, ' ')) {
      drums_at |= 1U << where;
    }
    score = is_weak(role) ? (score + 1) / 2 : score;
    if (score > best) {
      best  = score;
      guess = (lq_role_guess){.role = role, .word = word};
    }
  }
  // Two drums in one name ("Kick Hats") are a loop of both.
  const bool several = (drums_at & (drums_at - 1U)) != 0;
  if (several && !strcmp(guess.role->group, "drums") && !strchr(guess.word, ' ')) {
    guess.role = lq_role_find(roles, "drums");
  }
  return guess;
}

lq_side lq_side_from_name(const char* const name, char* const stem, const size_t size)
{
  const words w    = split(name);
  lq_side     side = LQ_SIDE_NONE;
  size_t      n    = 0;
  stem[0]          = '\0';
  for (size_t i = 0; i < w.n; ++i) {
    const char* const word = w.word[i];
    const lq_side     said = !strcmp(word, "l") || !strcmp(word, "left")    ? LQ_SIDE_LEFT
                             : !strcmp(word, "r") || !strcmp(word, "right") ? LQ_SIDE_RIGHT
                                                                            : LQ_SIDE_NONE;
    if (said && i) {
      side = said;
      continue;
    }
    char last = '\0';
    // "OHL": capitals run together; only for the microphones that always come in pairs.
    if (!strcmp(word, "ohl") || !strcmp(word, "ohr") || !strcmp(word, "ambl") ||
        !strcmp(word, "ambr")) {
      last = word[strlen(word) - 1];
      side = last == 'l' ? LQ_SIDE_LEFT : LQ_SIDE_RIGHT;
    }
    const int n_letters = (int)strlen(word) - (last ? 1 : 0);
    const int more      = snprintf(stem + n, size - n, "%s%.*s", n ? " " : "", n_letters, word);
    n                   = more > 0 && n + (size_t)more < size ? n + (size_t)more : n;
  }
  return side;
}

bool lq_name_is_far_side(const char* const name)
{
  static const char* const far[] = {"bot", "bottom", "btm", "out", "under", "dn"};
  const words              w     = split(name);
  bool                     drum = false, is_far = false;
  for (size_t i = 0; i < w.n; ++i) {
    drum = drum || match_part(w.word[i], "snare", 5) || match_part(w.word[i], "snr", 3) ||
           match_part(w.word[i], "kick", 4);
    for (size_t k = 0; k < sizeof far / sizeof *far; ++k) {
      is_far = is_far || !strcmp(w.word[i], far[k]);
    }
  }
  return drum && is_far;
}

bool lq_name_is_amplifier(const char* const name)
{
  const words w = split(name);
  for (size_t i = 0; i < w.n; ++i) {
    if (!strcmp(w.word[i], "amp") || !strcmp(w.word[i], "cab")) {
      return true;
    }
  }
  return false;
}

bool lq_name_says(const char* const name, const char* const* const list)
{
  const words w = split(name);
  for (size_t i = 0; i < w.n; ++i) {
    for (size_t k = 0; list[k]; ++k) {
      if (!strcmp(w.word[i], list[k])) {
        return true;
      }
    }
  }
  return false;
}
