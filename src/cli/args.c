// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/args.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

static const lq_option common[LQ_ARG_OWN] = {
    [LQ_ARG_JSON]    = {"json", 0, NULL, "Print the result as JSON."},
    [LQ_ARG_QUIET]   = {"quiet", 'q', NULL, "Print results and errors only."},
    [LQ_ARG_JOBS]    = {"jobs", 'j', "N", "Threads to work with; one per CPU if not given."},
    [LQ_ARG_SET]     = {"set", 0, "WHAT=VALUE",
                        "Change one value of the chain or session; may be repeated."},
    [LQ_ARG_FORCE]   = {"force", 'f', NULL, "Overwrite what is there."},
    [LQ_ARG_DRY_RUN] = {"dry-run", 'n', NULL, "Say what would be done and write nothing."},
    [LQ_ARG_CPU]     = {"cpu", 0, "LEVEL", "Kernels to use: base, avx2, avx512. Same bits."},
    [LQ_ARG_BLOCK]   = {"block", 0, "FRAMES", "Frames worked on at a time, 1 to 1024. Same bits."},
    [LQ_ARG_HELP]    = {"help", 'h', NULL, "Show this page."},
};

static const lq_option* option_at(const lq_command* const command, const unsigned index)
{
  return index < LQ_ARG_OWN ? &common[index] : &command->options[index - LQ_ARG_OWN];
}

static unsigned n_options(const lq_command* const command)
{
  unsigned n = LQ_ARG_OWN;
  while (command->options && command->options[n - LQ_ARG_OWN].name) {
    ++n;
  }
  return n;
}

const lq_option* lq_args_option(const lq_command* const command, const unsigned index)
{
  return index < n_options(command) ? option_at(command, index) : NULL;
}

static int find_long(const lq_command* const command, const char* const name, const size_t n)
{
  for (unsigned i = 0; i < n_options(command); ++i) {
    const char* const candidate = option_at(command, i)->name;
    if (strlen(candidate) == n && !strncmp(candidate, name, n)) {
      return (int)i;
    }
  }
  return -1;
}

static int find_letter(const lq_command* const command, const char letter)
{
  for (unsigned i = 0; i < n_options(command); ++i) {
    if (option_at(command, i)->letter == letter) {
      return (int)i;
    }
  }
  return -1;
}

static lq_status unknown(const lq_command* const command, const char* const word,
                         lq_error* const error)
{
  const char* names[LQ_ARG_OWN + LQ_MAX_OPTIONS];
  unsigned    n = 0;
  for (; n < n_options(command); ++n) {
    names[n] = option_at(command, n)->name;
  }
  const char* const near = lq_text_nearest(word + strspn(word, "-"), names, n);
  return lq_fail(error, LQ_ERR_USAGE, (lq_at){0},
                 "'%s' has no option '%s'%s%s%s Try 'lacquer %s --help'.", command->name, word,
                 near ? "; did you mean '--" : "", near ? near : "", near ? "'?" : ".",
                 command->name);
}

static lq_status read_count(const char* const text, const char* const name, const double most,
                            double* const value, lq_error* const error)
{
  const char* end = NULL;
  if (!lq_text_to_double(text, value, &end) || *end || *value < 1 || *value > most ||
      *value != (double)(unsigned)*value) {
    return lq_fail(error, LQ_ERR_USAGE, (lq_at){0},
                   "--%s is '%s'; expected a whole number, 1 to %g.", name, text, most);
  }
  return LQ_OK;
}

static lq_status settle(lq_args* const args, lq_error* const error)
{
  double value  = 0;
  args->json    = args->values[LQ_ARG_JSON] != NULL;
  args->quiet   = args->values[LQ_ARG_QUIET] != NULL;
  args->force   = args->values[LQ_ARG_FORCE] != NULL;
  args->dry_run = args->values[LQ_ARG_DRY_RUN] != NULL;
  args->help    = args->values[LQ_ARG_HELP] != NULL;
  if (args->values[LQ_ARG_JOBS]) {
    LQ_TRY(read_count(args->values[LQ_ARG_JOBS], "jobs", 256, &value, error));
    args->n_jobs = (unsigned)value;
  }
  if (args->values[LQ_ARG_BLOCK]) {
    LQ_TRY(read_count(args->values[LQ_ARG_BLOCK], "block", 1024, &value, error));
    args->block_frames = (size_t)value;
  }
  const lq_command* const c = args->command;
  if (args->n_sets && !c->takes_sets) {
    return lq_fail(error, LQ_ERR_USAGE, (lq_at){0},
                   "--set changes a session or a chain; '%s' has neither.", c->name);
  }
  if (!args->help && (args->n_files < c->min_files || args->n_files > c->max_files)) {
    return lq_fail(error, LQ_ERR_USAGE, (lq_at){0}, "%s. usage: lacquer %s %s",
                   args->n_files < c->min_files ? "no file or folder is named"
                                                : "that is one name too many",
                   c->name, c->usage);
  }
  return LQ_OK;
}

// Several letters without values in one word.
static lq_status set_letters(lq_args* const args, const lq_command* const command,
                             const char* const word, lq_error* const error)
{
  for (const char* letter = word + 1; *letter; ++letter) {
    const int index = find_letter(command, *letter);
    if (index < 0) {
      return unknown(command, word, error);
    }
    if (option_at(command, (unsigned)index)->value) {
      return lq_fail(error, LQ_ERR_USAGE, (lq_at){0},
                     "-%c in '%s' needs %s; expected it as a word of its own.", *letter, word,
                     option_at(command, (unsigned)index)->value);
    }
    args->values[index] = "";
  }
  return LQ_OK;
}

static lq_status keep_value(lq_args* const args, const unsigned index, const char* const value,
                            lq_error* const error)
{
  if (args->n_given == LQ_MAX_SETS) {
    return lq_fail(error, LQ_ERR_USAGE, (lq_at){0}, "--%s is one value too many; %d at most.",
                   option_at(args->command, index)->name, LQ_MAX_SETS);
  }
  args->values[index]                 = value;
  args->given[args->n_given]          = (unsigned char)index;
  args->given_values[args->n_given++] = value;
  if (index == LQ_ARG_SET) {
    args->sets[args->n_sets++] = value;
  }
  return LQ_OK;
}

lq_status lq_args_parse(lq_args* const args, const lq_command* const command, const int n_words,
                        char** const words, const char** const files, lq_error* const error)
{
  *args           = (lq_args){.command = command, .files = files};
  bool only_files = false;
  for (int i = 0; i < n_words; ++i) {
    const char* const word = words[i];
    if (only_files || word[0] != '-' || !word[1]) {
      files[args->n_files++] = word;
      continue;
    }
    if (!strcmp(word, "--")) {
      only_files = true;
      continue;
    }
    const bool        is_long = word[1] == '-';
    const char* const name    = word + (is_long ? 2 : 1);
    const char*       value   = is_long ? strchr(name, '=') : name[1] ? name + 1 : NULL;
    const int         index   = is_long
                                    ? find_long(command, name, value ? (size_t)(value - name) : strlen(name))
                                    : find_letter(command, name[0]);
    if (index < 0) {
      return unknown(command, word, error);
    }
    const lq_option* const option = option_at(command, (unsigned)index);
    if (!option->value) {
      if (value && !is_long) { // -fq is -f -q
        LQ_TRY(set_letters(args, command, word, error));
        continue;
      }
      if (value) {
        return lq_fail(error, LQ_ERR_USAGE, (lq_at){0}, "--%s takes no value.", option->name);
      }
      args->values[index] = "";
      continue;
    }
    value = value && is_long ? value + 1 : value;
    if (!value) {
      if (i + 1 >= n_words) {
        return lq_fail(error, LQ_ERR_USAGE, (lq_at){0}, "--%s needs %s. %s", option->name,
                       option->value, option->doc);
      }
      value = words[++i];
    }
    LQ_TRY(keep_value(args, (unsigned)index, value, error));
  }
  return settle(args, error);
}

const char* lq_args_own(const lq_args* const args, const unsigned index)
{
  return args->values[LQ_ARG_OWN + index];
}

size_t lq_args_all(const lq_args* const args, const unsigned index, const char** const values)
{
  size_t n = 0;
  for (size_t i = 0; i < args->n_given; ++i) {
    if (args->given[i] == LQ_ARG_OWN + index) {
      values[n++] = args->given_values[i];
    }
  }
  return n;
}

void lq_args_help(const lq_command* const command)
{
  printf("%s\n\nusage: lacquer %s %s\n   eg: %s\n\n", command->summary, command->name,
         command->usage, command->example);
  for (unsigned k = 0; k < n_options(command); ++k) { // the command's own first
    const unsigned         n_own  = n_options(command) - LQ_ARG_OWN;
    const unsigned         i      = k < n_own ? k + LQ_ARG_OWN : k - n_own;
    const lq_option* const option = option_at(command, i);
    char                   left[64];
    (void)snprintf(left, sizeof left, "%s%c%s --%s%s%s", option->letter ? "-" : " ",
                   option->letter ? option->letter : ' ', option->letter ? "," : " ", option->name,
                   option->value ? " " : "", option->value ? option->value : "");
    printf("  %-26s %s\n", left, option->doc);
  }
}
