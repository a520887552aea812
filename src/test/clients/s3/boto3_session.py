"""What users do with boto3 in its default configuration; prints one line for each row of docs/storage.md."""
import os
import sys
import urllib.error
import urllib.request

import boto3
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import ClientError

BUCKET, FOLDER = os.environ["BUCKET"], os.environ["FOLDER"]
s3 = boto3.client("s3")
MIB = 1 << 20


def row(name):
    def run(function):
        try:
            function()
            print("ok: " + name)
        except Exception as problem:
            print("FAILED: %s: %r" % (name, problem))
            failures.append(name)
    return run


failures = []


def put(name, body=b"x", **more):
    return s3.put_object(Bucket=BUCKET, Key=FOLDER + name, Body=body, **more)


def get(name, **more):
    return s3.get_object(Bucket=BUCKET, Key=FOLDER + name, **more)["Body"].read()


def refused(code, call):
    try:
        call()
    except ClientError as error:
        assert error.response["Error"]["Code"] == code, error
        return error
    raise AssertionError("not refused with " + code)


def names(**more):
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=BUCKET, Prefix=FOLDER, **more)
    return [o["Key"][len(FOLDER):] for page in pages for o in page.get("Contents", [])]


@row("put, get, head")
def _():
    put("a.txt", b"hello", ContentType="text/plain", Metadata={"color": "blue"}, CacheControl="no-cache")
    head = s3.head_object(Bucket=BUCKET, Key=FOLDER + "a.txt")
    assert get("a.txt") == b"hello" and head["ContentLength"] == 5
    assert head["Metadata"] == {"color": "blue"} and head["ContentType"] == "text/plain"
    assert head["CacheControl"] == "no-cache"
    refused("404", lambda: s3.head_object(Bucket=BUCKET, Key=FOLDER + "none"))
    refused("NoSuchKey", lambda: get("none"))


@row("list, version 1 and 2, with pages, delimiter, start-after, encoding-type")
def _():
    keys = ["l/%s" % n for n in ["a", "a b+%.txt", "b/1", "b/2", "c//d", "c/d", "d/", "\u00e9\U0001f600"]]
    for key in keys:
        put(key)
    expected = sorted(keys, key=lambda k: k.encode())
    prefix = FOLDER + "l/"
    for size in (1, 2, 1000):
        pages = s3.get_paginator("list_objects_v2").paginate(
            Bucket=BUCKET, Prefix=prefix, PaginationConfig={"PageSize": size})
        assert [o["Key"][len(FOLDER):] for p in pages for o in p["Contents"]] == expected
        pages = s3.get_paginator("list_objects").paginate(
            Bucket=BUCKET, Prefix=prefix, PaginationConfig={"PageSize": size})
        assert [o["Key"][len(FOLDER):] for p in pages for o in p["Contents"]] == expected
        for operation in ("list_objects", "list_objects_v2"):
            pages = list(s3.get_paginator(operation).paginate(
                Bucket=BUCKET, Prefix=prefix, Delimiter="/", PaginationConfig={"PageSize": size}))
            groups = [g["Prefix"][len(FOLDER):] for p in pages for g in p.get("CommonPrefixes", [])]
            assert groups == ["l/b/", "l/c/", "l/d/"], groups
            contents = [o["Key"][len(FOLDER):] for p in pages for o in p.get("Contents", [])]
            assert contents == ["l/a", "l/a b+%.txt", "l/\u00e9\U0001f600"], contents
    after = s3.list_objects_v2(Bucket=BUCKET, Prefix=prefix, StartAfter=FOLDER + "l/b/1", EncodingType="url")
    assert after["KeyCount"] == 5, after["KeyCount"]
    assert s3.list_objects_v2(Bucket=BUCKET, Prefix=prefix, MaxKeys=0)["KeyCount"] == 0


@row("keys with //, with / at the end, below another key, with parts over 255 bytes")
def _():
    keys = ["k//b.txt", "k/ends/", "k/x", "k/x/y", "k/x/y/", "k/" + "n" * 300, "k/" + "\u00e9" * 200 + "/z"]
    for key in keys:
        put(key, key.encode())
    assert all(get(key) == key.encode() for key in keys)
    assert [n for n in names() if n.startswith("k/")] == sorted(keys, key=lambda k: k.encode())
    refused("KeyTooLongError", lambda: put("n" * 1024))


@row("conditional writes: If-None-Match and If-Match")
def _():
    tag = put("c.txt", b"1", IfNoneMatch="*")["ETag"]
    refused("PreconditionFailed", lambda: put("c.txt", b"2", IfNoneMatch="*"))
    put("c.txt", b"3", IfMatch=tag)
    refused("PreconditionFailed", lambda: put("c.txt", b"4", IfMatch=tag))
    refused("NoSuchKey", lambda: put("c-none.txt", b"5", IfMatch=tag))
    assert get("c.txt") == b"3"


@row("conditional reads, ranges")
def _():
    tag = put("r.txt", b"0123456789")["ETag"]
    assert get("r.txt", Range="bytes=2-4") == b"234" and get("r.txt", Range="bytes=-3") == b"789"
    assert get("r.txt", Range="bytes=8-") == b"89" and get("r.txt", IfMatch=tag) == b"0123456789"
    refused("InvalidRange", lambda: get("r.txt", Range="bytes=20-"))
    refused("304", lambda: get("r.txt", IfNoneMatch=tag))
    refused("PreconditionFailed", lambda: get("r.txt", IfMatch='"other"'))


@row("checksums CRC32, CRC32C, CRC64NVME, SHA1, SHA256, Content-MD5; wrong ones are refused")
def _():
    available = ["CRC32", "SHA1", "SHA256"]
    for algorithm in available:
        response = put("sum", b"checked", ChecksumAlgorithm=algorithm)
        read = s3.get_object(Bucket=BUCKET, Key=FOLDER + "sum", ChecksumMode="ENABLED")
        assert read["Body"].read() == b"checked"
        assert read["Checksum" + algorithm] == response["Checksum" + algorithm]
    response = put("sum", b"123456789", ChecksumCRC64NVME="rosUhgp5mIg=")
    assert response["ChecksumCRC64NVME"] == "rosUhgp5mIg="
    assert put("sum", b"123456789", ChecksumCRC32C="4waSgw==")["ChecksumCRC32C"] == "4waSgw=="
    refused("BadDigest", lambda: put("sum", b"123456780", ChecksumCRC64NVME="rosUhgp5mIg="))
    refused("BadDigest", lambda: put("sum", b"other", ContentMD5="1B2M2Y8AsgTpgAmY7PhCfg=="))


@row("put_object of a stream: checksum in a trailer")
def _():
    class Stream:
        def __init__(self):
            self.left = 300000

        def read(self, size=-1):
            size = self.left if size < 0 else min(size, self.left)
            self.left -= size
            return b"s" * size

        def tell(self):
            return 300000 - self.left

        def seek(self, to, whence=0):
            self.left = {0: 300000 - to, 1: self.left - to, 2: -to}[whence]

    client = boto3.client("s3", config=Config(s3={"payload_signing_enabled": False}))
    client.put_object(Bucket=BUCKET, Key=FOLDER + "stream", Body=Stream(), ContentLength=300000)
    assert get("stream") == b"s" * 300000


@row("upload_file and download_file of 23 MiB: multipart with checksums")
def _():
    content = os.urandom(23 * MIB + 17)
    with open("large", "wb") as file:
        file.write(content)
    config = TransferConfig(multipart_threshold=8 * MIB, multipart_chunksize=8 * MIB)
    s3.upload_file("large", BUCKET, FOLDER + "large", Config=config)
    s3.download_file(BUCKET, FOLDER + "large", "back", Config=config)
    with open("back", "rb") as file:
        assert file.read() == content
    head = s3.head_object(Bucket=BUCKET, Key=FOLDER + "large")
    assert head["ETag"].endswith('-3"'), head["ETag"]
    attributes = s3.get_object_attributes(
        Bucket=BUCKET, Key=FOLDER + "large", ObjectAttributes=["ObjectSize", "ETag"])
    assert attributes["ObjectSize"] == len(content)


@row("multipart uploads: list, abort, wrong parts")
def _():
    where = dict(Bucket=BUCKET, Key=FOLDER + "mp")
    upload = s3.create_multipart_upload(ChecksumAlgorithm="SHA256", **where)["UploadId"]
    part = s3.upload_part(UploadId=upload, PartNumber=1, Body=b"p", ChecksumAlgorithm="SHA256", **where)
    found = s3.list_multipart_uploads(Bucket=BUCKET, Prefix=FOLDER + "mp")["Uploads"]
    assert [u["UploadId"] for u in found] == [upload]
    assert [p["PartNumber"] for p in s3.list_parts(UploadId=upload, **where)["Parts"]] == [1]
    wrong = {"Parts": [{"PartNumber": 1, "ETag": '"' + "0" * 32 + '"'}]}
    refused("InvalidPart", lambda: s3.complete_multipart_upload(
        UploadId=upload, MultipartUpload=wrong, **where))
    s3.abort_multipart_upload(UploadId=upload, **where)
    refused("NoSuchUpload", lambda: s3.list_parts(UploadId=upload, **where))
    refused("NoSuchUpload", lambda: s3.upload_part(UploadId=upload, PartNumber=2, Body=b"p", **where))
    upload = s3.create_multipart_upload(
        ChecksumAlgorithm="CRC32", ChecksumType="FULL_OBJECT", **where)["UploadId"]
    part = s3.upload_part(UploadId=upload, PartNumber=1, Body=b"p", ChecksumAlgorithm="CRC32", **where)
    whole = {"Parts": [{"PartNumber": 1, "ETag": part["ETag"], "ChecksumCRC32": part["ChecksumCRC32"]}]}
    for _ in range(2):  # a retry after a lost response
        done = s3.complete_multipart_upload(
            UploadId=upload, MultipartUpload=whole, ChecksumType="FULL_OBJECT", **where)
        assert done["ChecksumCRC32"] == part["ChecksumCRC32"] and done["ChecksumType"] == "FULL_OBJECT"


@row("copy_object and copy of a large object")
def _():
    put("from.txt", b"copied", Metadata={"a": "b"})
    source = {"Bucket": BUCKET, "Key": FOLDER + "from.txt"}
    s3.copy_object(Bucket=BUCKET, Key=FOLDER + "to +\u00e9.txt", CopySource=source)
    assert get("to +\u00e9.txt") == b"copied"
    s3.copy_object(Bucket=BUCKET, Key=FOLDER + "from.txt", CopySource=source,
                   MetadataDirective="REPLACE", Metadata={"c": "d"})
    assert s3.head_object(Bucket=BUCKET, Key=FOLDER + "from.txt")["Metadata"] == {"c": "d"}
    s3.copy({"Bucket": BUCKET, "Key": FOLDER + "large"}, BUCKET, FOLDER + "large copy",
            Config=TransferConfig(multipart_threshold=8 * MIB, multipart_chunksize=8 * MIB))
    assert s3.head_object(Bucket=BUCKET, Key=FOLDER + "large copy")["ContentLength"] == 23 * MIB + 17


@row("delete_object and delete_objects")
def _():
    for n in range(5):
        put("d/%d" % n)
    s3.delete_object(Bucket=BUCKET, Key=FOLDER + "d/0")
    s3.delete_object(Bucket=BUCKET, Key=FOLDER + "d/0")
    response = s3.delete_objects(Bucket=BUCKET, Delete={"Objects": [
        {"Key": FOLDER + "d/%d" % n} for n in range(5)] + [{"Key": "elsewhere"}]})
    assert len(response["Deleted"]) == 5 and response["Errors"][0]["Code"] == "AccessDenied"
    assert not [n for n in names() if n.startswith("d/")]


@row("presigned URLs of issued credentials (version 4)")
def _():
    client = boto3.client("s3", config=Config(signature_version="s3v4"))
    where = {"Bucket": BUCKET, "Key": FOLDER + "by url.txt"}
    url = client.generate_presigned_url("put_object", where, ExpiresIn=60)
    urllib.request.urlopen(urllib.request.Request(url, data=b"by url", method="PUT"))  # a form's type
    url = client.generate_presigned_url("get_object", where, ExpiresIn=60)
    assert urllib.request.urlopen(url).read() == b"by url"


@row("presigned URLs of version 2 are refused with the remedy")
def _():
    client = boto3.client("s3", config=Config(signature_version="s3"))
    url = client.generate_presigned_url("get_object", {"Bucket": BUCKET, "Key": FOLDER + "a.txt"})
    try:
        urllib.request.urlopen(url)
        raise AssertionError("version 2 is taken")
    except urllib.error.HTTPError as error:
        assert error.code == 400 and b"s3v4" in error.read()


sys.exit(1 if failures else 0)
