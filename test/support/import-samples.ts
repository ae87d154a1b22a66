/** A candle file as freqtrade writes it, kept as text: none of our own code had a hand in it. */
import { gunzipSync } from 'node:zlib';

/**
 * 48 hourly bars from 2022-01-01: bar i opens at 100 + i % 4, its high is 1 above, its low 1 below and its close 0.5 above;
 * the volume is 2.5. Made by pandas 3.1.1 with pyarrow 26.0.1 as freqtrade does it,
 * frame.to_feather(path, compression_level=9, compression='lz4'), and then packed with gzip.
 */
const feather = [
  'H4sIAAAAAAACA+1Xb2hbVRQ/Sd+yMMPIaAf9MFn26IcitSZb6Io4mqHUCTprcbpslvateWuDyXuPl5e1aRoXuznn/mid29z8',
  's3UwocpAkH4YqBAEUUSkwhjzHxRU2IcpgwkqivF377sv//ut4pdcePmd8zvn3HPeffcebrYPDj7+dIioiDG/ishPbKyhteSh',
  'VeSFhOGSSrwPv5LgwxKTYcbDeC9+mc3LdGH7p4UoK8e1mDo5PKon0kktJd8f2JuVnwUHSTYVbUyVuwKypiRVEFo6kYCWshTT',
  'ghrksm5ADPdyWWVyKDcExZ5wmM+uinmrp9kfVxOx4WrOULSYkhq2MgYj5bQWH9VjdgnppJEpGVKWycikaikxxVJAZWVVg29c',
  'G2P2XU/239sr5yoqqS5BRhSftqqIEltTBqOtOJJN1Vfi2HrCe9OpobqimGlK11S7qAdRUlegXIVuqFp9FQ5bU8X+hK5YPeH6',
  'EioMFbnZilYlG4+Pjdcnc9gVTpbQJ+pzCXKFU40m9FSDb1miVzjdAbadGuQr8yuQkO1bxbLM+L60xU9PNsd2sqkqlm7yjZWI',
  '7zMVM8PmMTKKadpLe0A1U3FdY+zmnu5gd0jOlQuqMG7pDjEboZMQ2WZbltAwCsBZPDHWR8juFR3oQegmLazXtAuODRZjvznR',
  'U9zHTQPL+KKFEf8qwBnhO13h21bhi9ZE2C70nvC7vMycDNkWZvJ14btY4buhxpedLVa1F4+Hs270zzaur+ad0i/6qWsNw0BN',
  'PDvuJPqpR/RTNockasYZ5/36qMt+H+L9t110bB/PQC0Sr8twU2n4wPh5h7Z9bora2RzBshs8JJ7LR8sP1WXjuKuad/Qeoc/V',
  '2B19q9Bv1NgdvVfofne13dGd+B01dkfvrOA8Ne9H/4GeF3VL8mPtI5GZnVAXaeTP3zPXsCOlk19NeSkyH3gnC3h0ITsNuP3w',
  'YA5w+rvO57wU6tWLUL53Xz8IyJ+9kgd03HPoecDnH0dnAIkngocA/p89h+G/MPkDlN2+hRcAf188dgQwt0V5EfDQZ1uPAm7u',
  'WfsSHE/8+hOU4MyHxwDX1p86Dph8d/wEYMO2vpOAwuL6l+EYi92C4v3jk1cAV46fnwUMbDReBfz2Qf8pwLn+u1+D4wPf3oGy',
  'lPziNOCw69IZQOeZibOALzt3vg4wPuo4B8e2gb+gXP3x6/OAZybm3wDQXQffBFy+sOstwI7NXW8Dbn3qvgD/2eg3UMK/vH/R',
  'S7fpRv7IHFu86bahSwwbrvNGiOtwAdkUjaym1oiXWrFwfYVoJEDFRwbQZqKRhnEBfghdFIpERVBrAYG0xwmE1ChukxNX2I04',
  'maJenrUvX8qYtzMuly/A843gmUPYUilsKdow3zrxfvdJCCsqrDCJOxZ5/7Hvaz6cYA8/1X5xZiV+fjqofD+7KlZwVsxvVJ2b',
  '5r2uea9r3uua97rmve7/vtct4kW38//k/wIvPpx8mg8AAA==',
];

export function featherOfPandas(): Uint8Array {
  return gunzipSync(Buffer.from(feather.join(''), 'base64'));
}
