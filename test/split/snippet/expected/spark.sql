-- random
-- Rows in the order of their keys' SHA-256; rows of one key stay together, in the part where their middle lies.
-- Keep the columns that this goes by as text, as they are in the file: 007 is not 7.
SELECT *,
  CASE
    WHEN (RANK() OVER in_order + COUNT(*) OVER in_order - 1) * 100 < 2 * COUNT(*) OVER every_row * 70 THEN 'train'
    WHEN (RANK() OVER in_order + COUNT(*) OVER in_order - 1) * 100 < 2 * COUNT(*) OVER every_row * 85 THEN 'validation'
    ELSE 'test'
  END AS split
FROM `predictions`
WINDOW
  every_row AS (),
  in_order AS (ORDER BY SUBSTR(sha2(CONCAT('42:', COALESCE(CAST(`key "x" ``y`` 'z' \ ; -- $$` AS STRING), '')), 256), 1, 13))

-- random_folds
-- Rows in the order of their keys' SHA-256; rows of one key stay together, in the part where their middle lies.
-- Keep the columns that this goes by as text, as they are in the file: 007 is not 7.
SELECT *,
  CASE
    WHEN (RANK() OVER in_order + COUNT(*) OVER in_order - 1) * 7 < 2 * COUNT(*) OVER every_row * 1 THEN 'fold_1'
    WHEN (RANK() OVER in_order + COUNT(*) OVER in_order - 1) * 7 < 2 * COUNT(*) OVER every_row * 2 THEN 'fold_2'
    WHEN (RANK() OVER in_order + COUNT(*) OVER in_order - 1) * 7 < 2 * COUNT(*) OVER every_row * 3 THEN 'fold_3'
    WHEN (RANK() OVER in_order + COUNT(*) OVER in_order - 1) * 7 < 2 * COUNT(*) OVER every_row * 4 THEN 'fold_4'
    WHEN (RANK() OVER in_order + COUNT(*) OVER in_order - 1) * 7 < 2 * COUNT(*) OVER every_row * 5 THEN 'fold_5'
    WHEN (RANK() OVER in_order + COUNT(*) OVER in_order - 1) * 7 < 2 * COUNT(*) OVER every_row * 6 THEN 'fold_6'
    ELSE 'fold_7'
  END AS split
FROM `predictions`
WINDOW
  every_row AS (),
  in_order AS (ORDER BY SUBSTR(sha2(CONCAT('0:', COALESCE(CAST(`key "x" ``y`` 'z' \ ; -- $$` AS STRING), '')), 256), 1, 13))

-- random_thirds
-- Rows in the order of their keys' SHA-256; rows of one key stay together, in the part where their middle lies.
-- Keep the columns that this goes by as text, as they are in the file: 007 is not 7.
SELECT *,
  CASE
    WHEN CAST(RANK() OVER in_order + COUNT(*) OVER in_order - 1 AS DECIMAL(38, 0)) * 10999999999999999 < 2 * CAST(COUNT(*) OVER every_row AS DECIMAL(38, 0)) * 3333333333333333 THEN 'train'
    WHEN CAST(RANK() OVER in_order + COUNT(*) OVER in_order - 1 AS DECIMAL(38, 0)) * 10999999999999999 < 2 * CAST(COUNT(*) OVER every_row AS DECIMAL(38, 0)) * 4333333333333333 THEN 'validation'
    ELSE 'test'
  END AS split
FROM `predictions`
WINDOW
  every_row AS (),
  in_order AS (ORDER BY SUBSTR(sha2(CONCAT('9007199254740991:', COALESCE(CAST(`plain` AS STRING), '')), 256), 1, 13))

-- random_unkeyed
Without a key, the n-th row gets the n-th draw, and a table in Spark SQL has no n-th row, as it keeps no order. With a key (a column that tells the rows apart) the same split can be made there.
-- random_unkeyed_large_seed
Without a key, the n-th row gets the n-th draw, and a table in Spark SQL has no n-th row, as it keeps no order. With a key (a column that tells the rows apart) the same split can be made there.
-- stratified
-- Rows in the order of their keys' SHA-256; rows of one key stay together, in the part where their middle lies.
-- Keep the columns that this goes by as text, as they are in the file: 007 is not 7.
SELECT *,
  CASE
    WHEN (RANK() OVER in_order + COUNT(*) OVER in_order - 1) * 7625 < 2 * COUNT(*) OVER stratum * 5000 THEN 'train'
    WHEN (RANK() OVER in_order + COUNT(*) OVER in_order - 1) * 7625 < 2 * COUNT(*) OVER stratum * 7500 THEN 'it\'s \\ "held out"'
    ELSE 'test'
  END AS split
FROM `predictions`
WINDOW
  stratum AS (PARTITION BY `label`),
  in_order AS (PARTITION BY `label` ORDER BY SUBSTR(sha2(CONCAT('1:', COALESCE(CAST(`plain` AS STRING), '')), 256), 1, 13))

-- stratified_twice
-- Rows in the order of their keys' SHA-256; rows of one key stay together, in the part where their middle lies.
-- Keep the columns that this goes by as text, as they are in the file: 007 is not 7.
SELECT *,
  CASE
    WHEN (RANK() OVER in_order + COUNT(*) OVER in_order - 1) * 100 < 2 * COUNT(*) OVER stratum * 70 THEN 'train'
    WHEN (RANK() OVER in_order + COUNT(*) OVER in_order - 1) * 100 < 2 * COUNT(*) OVER stratum * 85 THEN 'validation'
    ELSE 'test'
  END AS split
FROM `predictions`
WINDOW
  stratum AS (PARTITION BY `label`, `region`),
  in_order AS (PARTITION BY `label`, `region` ORDER BY SUBSTR(sha2(CONCAT('1:', COALESCE(CAST(`key "x" ``y`` 'z' \ ; -- $$` AS STRING), '')), 256), 1, 13))

-- stratified_thirds
-- Rows in the order of their keys' SHA-256; rows of one key stay together, in the part where their middle lies.
-- Keep the columns that this goes by as text, as they are in the file: 007 is not 7.
SELECT *,
  CASE
    WHEN CAST(RANK() OVER in_order + COUNT(*) OVER in_order - 1 AS DECIMAL(38, 0)) * 10999999999999999 < 2 * CAST(COUNT(*) OVER stratum AS DECIMAL(38, 0)) * 3333333333333333 THEN 'train'
    WHEN CAST(RANK() OVER in_order + COUNT(*) OVER in_order - 1 AS DECIMAL(38, 0)) * 10999999999999999 < 2 * CAST(COUNT(*) OVER stratum AS DECIMAL(38, 0)) * 4333333333333333 THEN 'validation'
    ELSE 'test'
  END AS split
FROM `predictions`
WINDOW
  stratum AS (PARTITION BY `region`),
  in_order AS (PARTITION BY `region` ORDER BY SUBSTR(sha2(CONCAT('3:', COALESCE(CAST(`key "x" ``y`` 'z' \ ; -- $$` AS STRING), '')), 256), 1, 13))

-- stratified_unkeyed
Without a key, the n-th row gets the n-th draw, and a table in Spark SQL has no n-th row, as it keeps no order. With a key (a column that tells the rows apart) the same split can be made there.
-- group
-- Rows in the order of their keys' SHA-256; rows of one key stay together, in the part where their middle lies.
-- Keep the columns that this goes by as text, as they are in the file: 007 is not 7.
SELECT *,
  CASE
    WHEN (RANK() OVER in_order + COUNT(*) OVER in_order - 1) * 100 < 2 * COUNT(*) OVER every_row * 70 THEN 'train'
    WHEN (RANK() OVER in_order + COUNT(*) OVER in_order - 1) * 100 < 2 * COUNT(*) OVER every_row * 85 THEN 'validation'
    ELSE 'test'
  END AS split
FROM `predictions`
WINDOW
  every_row AS (),
  in_order AS (ORDER BY SUBSTR(sha2(CONCAT('2:', COALESCE(CAST(`group` AS STRING), '')), 256), 1, 13))

-- group_uneven
-- Rows in the order of their keys' SHA-256; rows of one key stay together, in the part where their middle lies.
-- Keep the columns that this goes by as text, as they are in the file: 007 is not 7.
SELECT *,
  CASE
    WHEN (RANK() OVER in_order + COUNT(*) OVER in_order - 1) * 7625 < 2 * COUNT(*) OVER every_row * 5000 THEN 'train'
    WHEN (RANK() OVER in_order + COUNT(*) OVER in_order - 1) * 7625 < 2 * COUNT(*) OVER every_row * 7500 THEN 'it\'s \\ "held out"'
    ELSE 'test'
  END AS split
FROM `predictions`
WINDOW
  every_row AS (),
  in_order AS (ORDER BY SUBSTR(sha2(CONCAT('11:', COALESCE(CAST(`group` AS STRING), '')), 256), 1, 13))

-- time_numbers
-- Rows in the order of time; rows of one time stay together, in the part where their middle lies.
SELECT *,
  CASE
    WHEN (RANK() OVER in_order + COUNT(*) OVER in_order - 1) * 100 < 2 * COUNT(*) OVER every_row * 70 THEN 'train'
    WHEN (RANK() OVER in_order + COUNT(*) OVER in_order - 1) * 100 < 2 * COUNT(*) OVER every_row * 85 THEN 'validation'
    ELSE 'test'
  END AS split
FROM `predictions`
WINDOW
  every_row AS (),
  in_order AS (ORDER BY CAST(`number` AS DOUBLE))

-- time_numbers_gap
-- Rows in the order of time; rows of one time stay together, in the part where their middle lies.
WITH cut AS (
SELECT
  CAST(`number` AS DOUBLE) AS part_time,
  CASE
    WHEN (RANK() OVER in_order + COUNT(*) OVER in_order - 1) * 7 < 2 * COUNT(*) OVER every_row * 1 THEN 0
    WHEN (RANK() OVER in_order + COUNT(*) OVER in_order - 1) * 7 < 2 * COUNT(*) OVER every_row * 2 THEN 1
    WHEN (RANK() OVER in_order + COUNT(*) OVER in_order - 1) * 7 < 2 * COUNT(*) OVER every_row * 3 THEN 2
    WHEN (RANK() OVER in_order + COUNT(*) OVER in_order - 1) * 7 < 2 * COUNT(*) OVER every_row * 4 THEN 3
    WHEN (RANK() OVER in_order + COUNT(*) OVER in_order - 1) * 7 < 2 * COUNT(*) OVER every_row * 5 THEN 4
    WHEN (RANK() OVER in_order + COUNT(*) OVER in_order - 1) * 7 < 2 * COUNT(*) OVER every_row * 6 THEN 5
    ELSE 6
  END AS part
FROM `predictions`
WINDOW
  every_row AS (),
  in_order AS (ORDER BY CAST(`number` AS DOUBLE))
), starts AS (
SELECT
  MIN(CASE WHEN part >= 1 THEN part_time END) AS start_1,
  MIN(CASE WHEN part >= 2 THEN part_time END) AS start_2,
  MIN(CASE WHEN part >= 3 THEN part_time END) AS start_3,
  MIN(CASE WHEN part >= 4 THEN part_time END) AS start_4,
  MIN(CASE WHEN part >= 5 THEN part_time END) AS start_5,
  MIN(CASE WHEN part >= 6 THEN part_time END) AS start_6
FROM cut
)
SELECT p.*,
  CASE
    WHEN CAST(`number` AS DOUBLE) >= start_6 THEN 'fold_7'
    WHEN CAST(`number` AS DOUBLE) >= start_6 - 1.5 THEN 'gap'
    WHEN CAST(`number` AS DOUBLE) >= start_5 THEN 'fold_6'
    WHEN CAST(`number` AS DOUBLE) >= start_5 - 1.5 THEN 'gap'
    WHEN CAST(`number` AS DOUBLE) >= start_4 THEN 'fold_5'
    WHEN CAST(`number` AS DOUBLE) >= start_4 - 1.5 THEN 'gap'
    WHEN CAST(`number` AS DOUBLE) >= start_3 THEN 'fold_4'
    WHEN CAST(`number` AS DOUBLE) >= start_3 - 1.5 THEN 'gap'
    WHEN CAST(`number` AS DOUBLE) >= start_2 THEN 'fold_3'
    WHEN CAST(`number` AS DOUBLE) >= start_2 - 1.5 THEN 'gap'
    WHEN CAST(`number` AS DOUBLE) >= start_1 THEN 'fold_2'
    WHEN CAST(`number` AS DOUBLE) >= start_1 - 1.5 THEN 'gap'
    ELSE 'fold_1'
  END AS split
FROM `predictions` AS p CROSS JOIN starts

-- time_numbers_starts
SELECT *,
  CASE
    WHEN CAST(`number` AS DOUBLE) >= CAST('1e1' AS DOUBLE) THEN 'test'
    WHEN CAST(`number` AS DOUBLE) >= CAST('1e1' AS DOUBLE) - 0.75 THEN 'gap'
    WHEN CAST(`number` AS DOUBLE) >= CAST('-2.25' AS DOUBLE) THEN 'validation'
    WHEN CAST(`number` AS DOUBLE) >= CAST('-2.25' AS DOUBLE) - 0.75 THEN 'gap'
    ELSE 'train'
  END AS split
FROM `predictions`

-- time_moments
SET TIME ZONE 'UTC';
-- Times count to the microsecond; those without a zone are in UTC.
-- Rows in the order of time; rows of one time stay together, in the part where their middle lies.
SELECT *,
  CASE
    WHEN (RANK() OVER in_order + COUNT(*) OVER in_order - 1) * 7625 < 2 * COUNT(*) OVER every_row * 5000 THEN 'train'
    WHEN (RANK() OVER in_order + COUNT(*) OVER in_order - 1) * 7625 < 2 * COUNT(*) OVER every_row * 7500 THEN 'it\'s \\ "held out"'
    ELSE 'test'
  END AS split
FROM `predictions`
WINDOW
  every_row AS (),
  in_order AS (ORDER BY CAST(`moment` AS TIMESTAMP))

-- time_moments_gap
SET TIME ZONE 'UTC';
-- Times count to the microsecond; those without a zone are in UTC.
-- Rows in the order of time; rows of one time stay together, in the part where their middle lies.
WITH cut AS (
SELECT
  CAST(`moment` AS TIMESTAMP) AS part_time,
  CASE
    WHEN (RANK() OVER in_order + COUNT(*) OVER in_order - 1) * 100 < 2 * COUNT(*) OVER every_row * 70 THEN 0
    WHEN (RANK() OVER in_order + COUNT(*) OVER in_order - 1) * 100 < 2 * COUNT(*) OVER every_row * 85 THEN 1
    ELSE 2
  END AS part
FROM `predictions`
WINDOW
  every_row AS (),
  in_order AS (ORDER BY CAST(`moment` AS TIMESTAMP))
), starts AS (
SELECT
  MIN(CASE WHEN part >= 1 THEN part_time END) AS start_1,
  MIN(CASE WHEN part >= 2 THEN part_time END) AS start_2
FROM cut
)
SELECT p.*,
  CASE
    WHEN CAST(`moment` AS TIMESTAMP) >= start_2 THEN 'test'
    WHEN CAST(`moment` AS TIMESTAMP) >= start_2 - INTERVAL '5400000 milliseconds' THEN 'gap'
    WHEN CAST(`moment` AS TIMESTAMP) >= start_1 THEN 'validation'
    WHEN CAST(`moment` AS TIMESTAMP) >= start_1 - INTERVAL '5400000 milliseconds' THEN 'gap'
    ELSE 'train'
  END AS split
FROM `predictions` AS p CROSS JOIN starts

-- time_moments_starts
SET TIME ZONE 'UTC';
-- Times count to the microsecond; those without a zone are in UTC.
SELECT *,
  CASE
    WHEN CAST(`moment` AS TIMESTAMP) >= CAST('2024-02-15T06:00:00+02:00' AS TIMESTAMP) THEN 'test'
    WHEN CAST(`moment` AS TIMESTAMP) >= CAST('2024-02-01' AS TIMESTAMP) THEN 'validation'
    ELSE 'train'
  END AS split
FROM `predictions`

-- time_moments_starts_gap
SET TIME ZONE 'UTC';
-- Times count to the microsecond; those without a zone are in UTC.
SELECT *,
  CASE
    WHEN CAST(`moment` AS TIMESTAMP) >= CAST('2024-03-01 00:00' AS TIMESTAMP) THEN 'test'
    WHEN CAST(`moment` AS TIMESTAMP) >= CAST('2024-03-01 00:00' AS TIMESTAMP) - INTERVAL '1209600000 milliseconds' THEN 'gap'
    WHEN CAST(`moment` AS TIMESTAMP) >= CAST('2024-02-01' AS TIMESTAMP) THEN 'validation'
    WHEN CAST(`moment` AS TIMESTAMP) >= CAST('2024-02-01' AS TIMESTAMP) - INTERVAL '1209600000 milliseconds' THEN 'gap'
    ELSE 'train'
  END AS split
FROM `predictions`

-- farm_fingerprint
Spark SQL has no function for FarmHash's fingerprint, which BigQuery calls FARM_FINGERPRINT. Make the column in BigQuery or in Python, or split by sha256, which is the same everywhere.
-- farm_fingerprint_seed
Spark SQL has no function for FarmHash's fingerprint, which BigQuery calls FARM_FINGERPRINT. Make the column in BigQuery or in Python, or split by sha256, which is the same everywhere.
-- sha256
-- Keep the key as text, as it is in the file: 007 is not 7.
-- The digest modulo 10: of every 15 hexadecimal digits, times what 16 to the power of the digits after them leaves.
-- The columns split_digest and split_bucket come with the split.
SELECT *,
  CASE
    WHEN split_bucket < 8 THEN 'train'
    WHEN split_bucket < 9 THEN 'validation'
    ELSE 'test'
  END AS split
FROM (
  SELECT *,
    MOD(
      MOD(CAST(conv(SUBSTR(split_digest, 1, 15), 16, 10) AS BIGINT), 10) * 6
      + MOD(CAST(conv(SUBSTR(split_digest, 16, 15), 16, 10) AS BIGINT), 10) * 6
      + MOD(CAST(conv(SUBSTR(split_digest, 31, 15), 16, 10) AS BIGINT), 10) * 6
      + MOD(CAST(conv(SUBSTR(split_digest, 46, 15), 16, 10) AS BIGINT), 10) * 6
      + CAST(conv(SUBSTR(split_digest, 61, 4), 16, 10) AS BIGINT),
      10
    ) AS split_bucket
  FROM (
    SELECT *, sha2(COALESCE(CAST(`key "x" ``y`` 'z' \ ; -- $$` AS STRING), ''), 256) AS split_digest
    FROM `predictions`
  ) AS digests
) AS buckets

-- sha256_seed
-- Keep the key as text, as it is in the file: 007 is not 7.
-- The digest modulo 1777780: of every 15 hexadecimal digits, times what 16 to the power of the digits after them leaves.
-- The columns split_digest and split_bucket come with the split.
SELECT *,
  CASE
    WHEN split_bucket < 1000003 THEN 'train'
    ELSE 'test'
  END AS split
FROM (
  SELECT *,
    MOD(
      MOD(CAST(conv(SUBSTR(split_digest, 1, 15), 16, 10) AS BIGINT), 1777780) * 829836
      + MOD(CAST(conv(SUBSTR(split_digest, 16, 15), 16, 10) AS BIGINT), 1777780) * 1508996
      + MOD(CAST(conv(SUBSTR(split_digest, 31, 15), 16, 10) AS BIGINT), 1777780) * 1485176
      + MOD(CAST(conv(SUBSTR(split_digest, 46, 15), 16, 10) AS BIGINT), 1777780) * 65536
      + CAST(conv(SUBSTR(split_digest, 61, 4), 16, 10) AS BIGINT),
      1777780
    ) AS split_bucket
  FROM (
    SELECT *, sha2(CONCAT('7:', COALESCE(CAST(`key "x" ``y`` 'z' \ ; -- $$` AS STRING), '')), 256) AS split_digest
    FROM `predictions`
  ) AS digests
) AS buckets
