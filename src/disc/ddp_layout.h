// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Where things stand in DDPID and in a packet of DDPMS; docs/ddp.md has the whole tables.
#ifndef LQ_DISC_DDP_LAYOUT_H
#define LQ_DISC_DDP_LAYOUT_H

enum {
  DDP_PACKET = 128, ///< bytes of DDPID, and of each packet of DDPMS

  ID_LEVEL     = 0, ///< 8: "DDP 2.00"
  ID_EAN       = 8, ///< 13
  ID_MASTER    = 38,
  ID_MASTER_N  = 48,
  ID_TYPE      = 87, ///< 2: "CD"
  ID_USER_TEXT = 93, ///< 35: length and text, whose places readers dispute

  MAP_MARK      = 0,  ///< 4: "VVVM"
  MAP_TYPE      = 4,  ///< 2: D0 sound, S0 sub-code, T0 to T3 texts
  MAP_LENGTH    = 14, ///< 8: sectors of D0, bytes of others
  MAP_START     = 22, ///< 8: sectors
  MAP_KIND      = 30, ///< 8: of S0: "PQ DESCR", "CDTEXT"
  MAP_MODE      = 38, ///< 2: of D0: "DA"
  MAP_STORAGE   = 40, ///< 1: of D0: 7, whole sectors of 2352 bytes
  MAP_SCRAMBLED = 41, ///< 1
  MAP_PAUSE     = 46, ///< 4: sectors of the pause that D0 begins with
  MAP_TRACK     = 55, ///< 2
  MAP_NAME_N    = 71, ///< 3: width of the name
  MAP_NAME      = 74, ///< 17
  MAP_NAME_MOST = 17,
};

#endif
