// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Where things stand in a packet of the PQ descriptor.
#ifndef LQ_DISC_PQ_PACKET_H
#define LQ_DISC_PQ_PACKET_H

enum {
  PQ_MARK    = 0, ///< "VVVS"
  PQ_TRACK   = 4,
  PQ_INDEX   = 6,
  PQ_HOURS   = 8,  ///< blank
  PQ_TIME    = 10, ///< MMSSFF
  PQ_CONTROL = 16,
  PQ_ISRC    = 20,
  PQ_EAN     = 32,
};

#endif
