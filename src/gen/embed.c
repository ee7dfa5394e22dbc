// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Turns files into C arrays, so that the library carries its own data wherever it is installed.
// usage: embed OUT.c NAME=FILE...
#include <stdio.h>
#include <string.h>

static int embed(FILE* const out, const char* const name, const size_t n_name,
                 const char* const path)
{
  FILE* const in = fopen(path, "rb");
  if (!in) {
    perror(path);
    return 1;
  }
  fprintf(out, "const char lq_data_%.*s[] = {", (int)n_name, name);
  unsigned n = 0;
  for (int c; (c = fgetc(in)) != EOF; ++n) {
    fprintf(out, "%s%d,", n % 24 ? "" : "\n  ", c > 127 ? c - 256 : c);
  }
  fprintf(out, "0};\n\n");
  return fclose(in);
}

int main(const int n_words, char** const words)
{
  FILE* const out = n_words > 1 ? fopen(words[1], "wb") : NULL;
  if (!out) {
    fprintf(stderr, "usage: embed OUT.c NAME=FILE...\n");
    return 2;
  }
  fprintf(out, "#include \"base/data.h\"\n\n");
  int failed = 0;
  for (int i = 2; i < n_words; ++i) {
    const char* const sign = strchr(words[i], '=');
    failed |= !sign || embed(out, words[i], (size_t)(sign - words[i]), sign + 1);
  }
  return fclose(out) || failed;
}
