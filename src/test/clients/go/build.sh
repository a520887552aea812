# shellcheck shell=bash
# Makes the client and the program in the present directory. $OPENHTC is the repository.

clients=$OPENHTC/src/test/clients
cp "$clients"/go/* .
go build -o ogen github.com/ogen-go/ogen/cmd/ogen
